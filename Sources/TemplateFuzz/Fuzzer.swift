/// Makes cases, asks both engines, and shows where they disagree.
struct Fuzzer {
    let cases: Int
    let seed: Int
    /// The number of the first case, to come back to one.
    let first: Int

    private static let batch = 250
    private static let mostShown = 25
    private static let script = "Sources/TemplateFuzz/render.cjs"

    /// - Returns: Whether both engines agreed on every case.
    func run() throws -> Bool {
        let node = try NodeEJS(script: Self.script)
        defer { node.end() }
        var tally = Tally()
        for start in stride(from: first, to: first + cases, by: Self.batch) {
            let numbers = start..<min(start + Self.batch, first + cases)
            let batch = numbers.map { number in
                var maker = Maker(seed: UInt64(bitPattern: Int64(seed)) &* 0x1_0000_0001 &+ UInt64(number))
                return maker.fuzzCase()
            }
            for (index, (fuzzCase, expected)) in zip(batch, try node.answers(to: batch)).enumerated() {
                let ours = fuzzCase.answer
                tally.count(expected)
                guard !ours.agrees(with: expected) else { continue }
                tally.failures += 1
                if tally.failures <= Self.mostShown { try show(fuzzCase, number: start + index, node) }
            }
        }
        print("\(cases) cases, seed \(seed): \(tally)")
        return tally.failures == 0
    }

    private func show(_ fuzzCase: FuzzCase, number: Int, _ node: NodeEJS) throws {
        let small = try shrunk(fuzzCase, node)
        print("--- case \(number) of seed \(seed)")
        print("view: \(small.view.source)")
        if small.view.source.contains("include") { print("part: \(small.part.source)") }
        print("data: \(small.json)")
        print("EJS:  \(try node.answers(to: [small])[0])")
        print("ours: \(small.answer)")
    }

    /// The smallest case found that both engines still disagree on in the same way.
    private func shrunk(_ fuzzCase: FuzzCase, _ node: NodeEJS) throws -> FuzzCase {
        var best = fuzzCase
        let kind = fuzzCase.answer.kind
        for _ in 0..<200 {
            let candidates = best.smaller
            var found: FuzzCase?
            for start in stride(from: 0, to: candidates.count, by: 40) where found == nil {
                let some = Array(candidates[start..<min(start + 40, candidates.count)])
                let answers = try node.answers(to: some)
                found = zip(some, answers).first { !$0.answer.agrees(with: $1) && $0.answer.kind == kind }?.0
            }
            guard let found else { break }
            best = found
        }
        return best
    }
}

/// What a run has seen.
private struct Tally: CustomStringConvertible {
    var outputs = 0
    var errors = 0
    var failures = 0

    mutating func count(_ answer: Answer) {
        if case .output = answer { outputs += 1 } else { errors += 1 }
    }

    var description: String { "\(outputs) printed by EJS, \(errors) errors of EJS, \(failures) disagreements" }
}
