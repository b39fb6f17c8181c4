/// Expressions, in parentheses wherever precedence could matter.
extension Maker {
    mutating func any() -> Tree {
        switch random.below(10) {
        case 0...2: text()
        case 3...5: number()
        case 6: list()
        case 7: object()
        case 8: truth()
        default: odd()
        }
    }

    /// Something whose kind nobody knows.
    private mutating func odd() -> Tree {
        switch random.below(7) {
        case 0: leaf(random.pick(["null", "undefined", "true", "false", "NaN", "[]", "({})", "''", "0"]))
        case 1: leaf(random.pick(names))
        case 2: member()
        case 3: choice(.any)
        case 4:
            .expression([
                .text("("), nested(.any), .text(random.pick([" && ", " || ", " ?? "])),
                nested(.any), .text(")"),
            ])
        case 5: .expression([nested(.list), .text("["), nested(.number), .text("]")])
        default: .expression([.text("("), nested(.any), .text(" + "), nested(.any), .text(")")])
        }
    }

    func leaf(_ text: String) -> Tree { .expression([.text(text)]) }

    /// An expression one level deeper; deep down a plain one of its kind.
    mutating func nested(_ kind: Kind) -> Tree {
        guard depth < 6 else { return leaf(random.pick(plain(kind))) }
        depth += 1
        defer { depth -= 1 }
        return switch kind {
        case .any: any()
        case .text: text()
        case .number: number()
        case .truth: truth()
        case .list: list()
        case .object: object()
        }
    }

    private func plain(_ kind: Kind) -> [String] {
        switch kind {
        case .any: names + ["(1)", "'x'"]
        case .text: ["s", "t", "'x'", "''"]
        case .number: ["n", "m", "(1)", "(2.5)"]
        case .truth: ["b", "s", "n"]
        case .list: ["l", "ls", "lo"]
        case .object: ["o", "({ a: 1 })"]
        }
    }

    enum Kind { case any, text, number, truth, list, object }

    private mutating func choice(_ kind: Kind) -> Tree {
        .expression([
            .text("("), nested(.truth), .text(" ? "), nested(kind), .text(" : "), nested(kind), .text(")"),
        ])
    }

    private mutating func member() -> Tree {
        switch random.below(6) {
        case 0: leaf("o" + random.pick([".a", ".b", ".name", "['2']", "[10]", ".list", "['é']", ".none"]))
        case 1:
            leaf("lo[" + String(random.below(3)) + "]" + random.pick(["?.name", "?.price", "?.tags", "?.tags?.[0]"]))
        case 2: leaf(random.pick(["locals.s", "locals.none", "locals['n']", "z?.a.b", "z?.[0]", "o?.a"]))
        case 3: leaf(random.pick(["s", "t", "ls", "l", "lo", "o"]) + ".length")
        case 4: .expression([leaf("s"), .text("["), nested(.number), .text("]")])
        default: .expression([nested(.object), .text("?."), .text(random.pick(["a", "b", "name"]))])
        }
    }

    // MARK: Texts

    mutating func text() -> Tree {
        switch random.below(9) {
        case 0, 1: literal()
        case 2: leaf(random.pick(["s", "t", "s", "t", "String(ls[0])", "`${lo[0]?.name}`", "String(o.name)"]))
        case 3:
            .expression([
                .text("`"), .text(Self.plain(random.pick(Self.words))), .text("${"), nested(.any),
                .text("}-`"),
            ])
        case 4: .expression([.text("("), nested(.text), .text(" + "), nested(.any), .text(")")])
        case 5: choice(.text)
        case 6: .expression([.text("(typeof "), nested(.any), .text(")")])
        case 7: random.chance(30) ? patternText() : textCall()
        default: textCall()
        }
    }

    private mutating func literal() -> Tree {
        let word = random.pick(Self.words)
        let quote = random.pick(["'", "\""])
        return leaf(quote + Self.plain(word).replacing(quote, with: "\\" + quote) + quote)
    }

    /// A text that may stand in any quotes of a tag.
    private static func plain(_ word: String) -> String {
        word.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("`", with: "\\`")
            .replacing("$", with: "\\$").replacing("%", with: "\\x25")
    }

    // MARK: Numbers

    mutating func number() -> Tree {
        switch random.below(9) {
        case 0, 1: leaf("(" + random.pick(Self.numbers) + ")")
        case 2: leaf(random.pick(["n", "m", "n", "m", "Number(l[0])", "+(lo[0]?.price)", "+id", "l.length"]))
        case 3, 4:
            .expression([
                .text("("), nested(.number), .text(random.pick([" + ", " - ", " * ", " / ", " % "])),
                nested(random.chance(85) ? .number : .any), .text(")"),
            ])
        case 5: .expression([.text("(" + random.pick(["-", "+"])), .text("("), nested(.any), .text("))")])
        case 6: choice(.number)
        default: numberCall()
        }
    }

    // MARK: Truth

    mutating func truth() -> Tree {
        switch random.below(6) {
        case 0: leaf(random.pick(["b", "true", "false", "s", "n", "z", "locals.none", "l.length"]))
        case 1, 2: comparison()
        case 3: .expression([.text("!"), .text("("), nested(.any), .text(")")])
        case 4:
            .expression([
                .text("("), nested(.truth), .text(random.pick([" && ", " || "])), nested(.truth), .text(")"),
            ])
        default: truthCall()
        }
    }

    private mutating func comparison() -> Tree {
        let sign = random.pick([" < ", " <= ", " > ", " >= ", " == ", " != ", " === ", " !== "])
        // Two empty lists of the data are one to us, so that no two lists are compared.
        let (left, right) = random.pick([(Kind.number, Kind.number), (.number, .any), (.text, .text), (.any, .text)])
        return .expression([.text("("), nested(left), .text(sign), nested(right), .text(")")])
    }

    // MARK: Lists and objects

    mutating func list() -> Tree {
        switch random.below(6) {
        case 0: leaf(random.pick(["l", "ls", "lo", "[]", "[1, 2, 3]", "['b', 'a', 'B', '10', '9']"]))
        case 1: leaf(random.pick(["l", "ls", "lo"]))
        case 2: .expression([.text("["), nested(.any), .text(", "), nested(.any), .text("]")])
        case 3: .expression([.text("[..."), nested(.list), .text(", "), nested(.any), .text("]")])
        default: listCall()
        }
    }

    mutating func object() -> Tree {
        switch random.below(5) {
        case 0, 1: leaf(random.pick(["o", "({ ...lo[0] })", "({ a: 1, b: 'x' })", "({ s, n })", "o"]))
        case 2:
            .expression([
                .text("({ "), .text(random.pick(["b", "2", "'x y'", "[s]", "10"])), .text(": "), nested(.any),
                .text(", a: "), nested(.any), .text(" })"),
            ])
        case 3: .expression([.text("({ ..."), nested(.object), .text(", a: "), nested(.any), .text(" })")])
        default:
            .expression([
                .text("Object.assign({}, "), nested(.object), .text(", "), nested(.object), .text(")"),
            ])
        }
    }
}
