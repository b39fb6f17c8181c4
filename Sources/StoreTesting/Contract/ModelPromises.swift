import HTTPCookies
import Sessions

extension StoreContract {
    static let model: [Promise] = [
        Promise("any course of calls leaves what a plain dictionary would have") { bench in
            for seed: UInt64 in 0..<6 { try await compare(bench, seed: seed) }
        }
    ]

    /// Does the same to the store and to a dictionary, as a seed decides, and compares each answer.
    private static func compare(_ bench: StoreBench, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        try await bench.store.clear()
        var plain: [UInt64: SessionRecord] = [:]
        for step in 0..<150 {
            let course = try Course(bench: bench, what: "seed \(seed), step \(step)", generator: &generator)
            try await course.run(Int.random(in: 0..<8, using: &generator), &plain)
        }
        let numbers = Array(plain.keys)
        let bytes = numbers.compactMap { plain[$0].map { String(decoding: $0.json, as: UTF8.self) } }
        try await bench.expectBytes(Array(0..<Course.keys), are: bytes)
        try bench.expect("keys", Set(await bench.readAll().map(\.key)), is: Set(numbers.map { bench.key($0) }))
    }
}

/// One step, done to a store and to a dictionary.
private struct Course {
    static let keys: UInt64 = 5

    private let bench: StoreBench
    private let what: String
    private let number: UInt64
    private let target: UInt64
    private let record: SessionRecord
    /// What the caller holds to be stored, where that is not what is.
    private let stale: SessionRecord?

    init(bench: StoreBench, what: String, generator: inout SeededGenerator) throws(BrokenPromise) {
        self.bench = bench
        self.what = what
        number = .random(in: 0..<Self.keys, using: &generator)
        target = (number + .random(in: 1..<Self.keys, using: &generator)) % Self.keys
        let owner = Int.random(in: 0..<3, using: &generator)
        record = try bench.record(#"{"n":\#(Int.random(in: 0..<4, using: &generator)),"usrId":\#(owner)}"#)
        let isStale = Int.random(in: 0..<4, using: &generator) == 0
        stale = isStale ? try bench.record(#"{"n":"stale"}"#) : nil
    }

    func run(_ operation: Int, _ plain: inout [UInt64: SessionRecord]) async throws {
        let (store, key) = (bench.store, bench.key(number))
        let stored = plain[number]
        switch operation {
        case 0, 1:
            try bench.expect("\(what): create", await store.create(key, record), is: stored == nil)
            plain[number] = stored ?? record
        case 2:
            let answer = try await store.replace(key, stale ?? stored ?? record, with: record)
            if try verdict("replace", answer, stored) { plain[number] = record }
        case 3, 4:
            try await move(stored, &plain)
        case 5:
            try bench.expect("\(what): touch", await store.touch(key, until: record.expiry), is: stored != nil)
        case 6:
            _ = try await store.touch(key, until: bench.clock.now() + .seconds(-1))
            plain[number] = nil
        default:
            try bench.expect("\(what): delete", await store.delete(key), is: stored != nil)
            plain[number] = nil
        }
        try bench.expect("\(what): load", await store.load(key)?.json, is: plain[number]?.json)
        try bench.expect("\(what): count", await store.count(), is: plain.count)
    }

    private func move(_ stored: SessionRecord?, _ plain: inout [UInt64: SessionRecord]) async throws {
        let (key, newKey) = (bench.key(number), bench.key(target))
        if let taken = plain[target] {
            let answer = try? await bench.store.move(key, stale ?? stored ?? record, to: newKey, with: record)
            try expect("\(what): move onto a taken key", answer, "not replaced") { $0 != .replaced }
            try bench.expect("\(what): load", await bench.store.load(newKey)?.json, is: taken.json)
            return
        }
        let answer = try await bench.store.move(key, stale ?? stored ?? record, to: newKey, with: record)
        guard try verdict("move", answer, stored) else { return }
        plain[number] = nil
        plain[target] = record
    }

    /// - Returns: whether the record was to be written.
    private func verdict(_ operation: String, _ answer: Replacement, _ stored: SessionRecord?) throws -> Bool {
        switch (stored, stale) {
        case (nil, _): try bench.expect("\(what): \(operation)", answer, is: .missing)
        case (.some, nil): try bench.expect("\(what): \(operation)", answer, is: .replaced)
        case (let stored?, .some):
            try bench.expect("\(what): \(operation)", changedBytes(answer), is: stored.json)
        }
        return stored != nil && stale == nil
    }
}
