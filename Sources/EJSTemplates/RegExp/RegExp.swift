/// The letters after a regular expression.
struct RegExpFlags: Sendable {
    var isGlobal = false
    var ignoresCase = false
    var isMultiline = false
    var dotAll = false
    var isSticky = false

    /// - Returns: `nil` for a letter that is not known or comes twice.
    init?(_ letters: String) {
        guard Set(letters).count == letters.count else { return nil }
        for letter in letters {
            switch letter {
            case "g": isGlobal = true
            case "i": ignoresCase = true
            case "m": isMultiline = true
            case "s": dotAll = true
            case "y": isSticky = true
            case _: return nil
            }
        }
    }
}

/// A regular expression, compiled for a matcher whose time grows with pattern times text and no faster.
struct RegExp: Sendable {
    let source: String
    let flagLetters: String
    let flags: RegExpFlags
    let groups: Int
    fileprivate let steps: [Step]

    /// One step of the matcher; a fork goes to its first place by preference.
    fileprivate enum Step: Sendable {
        case unit(UnitSet)
        case fork(Int, Int)
        case jump(Int)
        case save(Int)
        case assertion(PatternNode.Assertion)
        case match
    }

    private static let mostSteps = 20_000

    /// - Throws: `RegExpParser.Refusal` for what is no regular expression, or one that is not in templates.
    init(_ source: String, flags letters: String) throws(RegExpParser.Refusal) {
        guard let flags = RegExpFlags(letters) else {
            throw .init(message: "the flags \"\(letters)\" of a regular expression")
        }
        var parser = RegExpParser(source, flags)
        let node = try parser.parse()
        var steps: [Step] = []
        Self.add(.group(node, 0), to: &steps)
        guard steps.count < Self.mostSteps else { throw .init(message: "a regular expression that is too long") }
        self.source = source
        flagLetters = letters
        self.flags = flags
        self.steps = steps + [.match]
        groups = parser.groups
    }

    private static func add(_ node: PatternNode, to steps: inout [Step]) {
        guard steps.count < mostSteps else { return }
        switch node {
        case .empty: break
        case .unit(let set): steps.append(.unit(set))
        case .sequence(let parts): for part in parts { add(part, to: &steps) }
        case .either(let parts): addChoice(parts[...], to: &steps)
        case .group(let inner, let number):
            steps.append(.save(number * 2))
            add(inner, to: &steps)
            steps.append(.save(number * 2 + 1))
        case .repeat(let inner, let from, let to, let isGreedy):
            for _ in 0..<from { add(inner, to: &steps) }
            addRepeat(inner, to.map { $0 - from }, isGreedy, to: &steps)
        case .assertion(let assertion): steps.append(.assertion(assertion))
        }
    }

    private static func addChoice(_ parts: ArraySlice<PatternNode>, to steps: inout [Step]) {
        guard let first = parts.first, parts.count > 1 else {
            if let only = parts.first { add(only, to: &steps) }
            return
        }
        let fork = steps.count
        steps.append(.fork(fork + 1, 0))
        add(first, to: &steps)
        let jump = steps.count
        steps.append(.jump(0))
        steps[fork] = .fork(fork + 1, steps.count)
        addChoice(parts.dropFirst(), to: &steps)
        steps[jump] = .jump(steps.count)
    }

    private static func addRepeat(_ inner: PatternNode, _ most: Int?, _ isGreedy: Bool, to steps: inout [Step]) {
        var forks: [Int] = []
        for _ in 0..<(most ?? 1) {
            forks.append(steps.count)
            steps.append(.fork(0, 0))
            add(inner, to: &steps)
            guard steps.count < mostSteps else { return }
        }
        if most == nil, let fork = forks.first { steps.append(.jump(fork)) }
        for fork in forks {
            steps[fork] = isGreedy ? .fork(fork + 1, steps.count) : .fork(steps.count, fork + 1)
        }
    }
}

// MARK: - Matching

/// Finds matches in one text.
///
/// All ways to match are followed side by side, the preferred ones first, so that no text takes more than its length
/// times the length of the pattern. Source: Pike's matcher, as in Cox, "Regular Expression Matching: the Virtual
/// Machine Approach".
struct RegExpMatcher {
    private let pattern: RegExp
    let text: [UInt16]
    private var threads: [Thread] = []
    /// For each step, the last place in the text at which it was added.
    private var marks: [Int]

    private struct Thread {
        var step: Int
        var saved: [Int]
    }

    init(_ pattern: RegExp, _ text: [UInt16]) {
        self.pattern = pattern
        self.text = text
        marks = Array(repeating: -1, count: pattern.steps.count)
    }

    /// The work one search may take, in steps.
    func cost(from start: Int) -> Int { (text.count - start + 1) * pattern.steps.count / 16 + 1 }

    /// The next match from a place on: where the whole and each group begins and ends; -1 for a group without match.
    mutating func match(from start: Int) -> [Int]? {
        var best: [Int]?
        threads = []
        marks = Array(repeating: -1, count: marks.count)
        var position = start
        while position <= text.count {
            if best == nil, position == start || !pattern.flags.isSticky {
                add(0, Array(repeating: -1, count: (pattern.groups + 1) * 2), at: position)
            }
            guard !threads.isEmpty else {
                if best != nil || pattern.flags.isSticky { break }
                position += 1
                continue
            }
            let found = step(at: position)
            if let found { best = found }
            position += 1
        }
        return best
    }

    /// Moves all threads over one unit; the first that is at its end cuts off those after it.
    private mutating func step(at position: Int) -> [Int]? {
        let present = threads
        threads = []
        for thread in present {
            switch pattern.steps[thread.step] {
            case .unit(let set):
                if position < text.count, set.contains(text[position]) {
                    add(thread.step + 1, thread.saved, at: position + 1)
                }
            case .match: return thread.saved
            case _: break
            }
        }
        return nil
    }

    /// Adds a thread at a step, and follows forks and jumps with a stack of its own.
    private mutating func add(_ step: Int, _ saved: [Int], at position: Int) {
        var open = [Thread(step: step, saved: saved)]
        while var thread = open.popLast() {
            guard marks[thread.step] != position else { continue }
            marks[thread.step] = position
            switch pattern.steps[thread.step] {
            case .jump(let target): open.append(Thread(step: target, saved: thread.saved))
            case .fork(let first, let second):
                open.append(Thread(step: second, saved: thread.saved))
                open.append(Thread(step: first, saved: thread.saved))
            case .save(let slot):
                thread.saved[slot] = position
                open.append(Thread(step: thread.step + 1, saved: thread.saved))
            case .assertion(let assertion):
                if holds(assertion, at: position) { open.append(Thread(step: thread.step + 1, saved: thread.saved)) }
            case .unit, .match: threads.append(thread)
            }
        }
    }

    private func holds(_ assertion: PatternNode.Assertion, at position: Int) -> Bool {
        let isLine = pattern.flags.isMultiline
        switch assertion {
        case .start: return position == 0 || isLine && UnitSet.lineBreaks.contains(text[position - 1])
        case .end: return position == text.count || isLine && UnitSet.lineBreaks.contains(text[position])
        case .boundary: return isWord(position - 1) != isWord(position)
        case .noBoundary: return isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ position: Int) -> Bool {
        text.indices.contains(position) && UnitSet.word.contains(text[position])
    }
}
