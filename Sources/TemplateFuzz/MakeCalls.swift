/// Calls of the language's functions.
extension Maker {
    private func call(_ parts: [Tree]) -> Tree { .expression(parts) }

    /// A receiver, a method and arguments that stand as written.
    private mutating func fixed(_ receiver: Tree, _ calls: [String]) -> Tree {
        .expression([receiver, .text("."), .text(random.pick(calls))])
    }

    private static let small = ["0", "1", "2", "3", "-1", "-2", "5", "'1'", "undefined", "1.7"]

    private mutating func position() -> Tree {
        random.chance(60) ? leaf(random.pick(Self.small)) : nested(random.chance(50) ? .number : .any)
    }

    // MARK: Texts

    mutating func textCall() -> Tree {
        switch random.below(8) {
        case 0:
            fixed(
                nested(.text),
                [
                    "toUpperCase()", "toLowerCase()", "trim()", "trimStart()", "trimEnd()", "toString()",
                    "concat('!', 1)",
                    "padStart(5, '0')", "padEnd(6, 'ab')", "repeat(2)", "repeat(0)", "padStart(4)", "valueOf()",
                ])
        case 1:
            call([
                plainText(), .text("."),
                .text(random.pick(["slice", "substring", "substr", "charAt", "at"])), .text("("), position(),
                .text(random.chance(50) ? ", " + random.pick(Self.small) : ""), .text(")"),
            ])
        case 2:
            call([
                nested(.text), .text("."), .text(random.pick(["replace", "replaceAll"])), .text("("),
                nested(.text), .text(", "), nested(.text), .text(")"),
            ])
        case 3:
            call([
                nested(.text), .text(".replace('a', (m, i) => m + i)"),
            ])
        case 4:
            call([
                .text("("), nested(.number), .text(")."),
                .text(
                    random.pick([
                        "toFixed(2)", "toFixed(0)", "toFixed()", "toString()", "toString(16)", "toString(2)",
                        "toPrecision(3)",
                        "toExponential(2)", "toFixed(10)", "toPrecision()", "toExponential()", "toString(36)",
                    ])),
            ])
        case 5:
            call([
                nested(.list),
                .text(random.pick([".join()", ".join(', ')", ".join('')", ".toString()", ".join(null)"])),
            ])
        case 6:
            call([
                .text(random.pick(["String(", "JSON.stringify(", "encodeURIComponent(", "encodeURI(", "String("])),
                nested(.any), .text(")"),
            ])
        default:
            call([
                .text("JSON.stringify("), nested(.any), .text(", null, "),
                .text(random.pick(["2", "1", "'\\t'", "'--'"])),
                .text(")"),
            ])
        }
    }

    /// A text that slices cannot cut inside of a character.
    private mutating func plainText() -> Tree {
        leaf(random.pick(["'hola mundo'", "'año'", "('x' + n)", "'abc'", "String(m)", "'a,b,c'", "'straße'"]))
    }

    // MARK: Numbers

    mutating func numberCall() -> Tree {
        switch random.below(7) {
        case 0:
            call([
                .text("Math." + random.pick(["round", "floor", "ceil", "abs", "trunc", "sign", "sqrt"])), .text("("),
                nested(.number), .text(")"),
            ])
        case 1:
            call([
                .text("Math." + random.pick(["max", "min"])), .text("("), nested(.number), .text(", "),
                nested(.number), .text(")"),
            ])
        case 2:
            call([
                .text(random.pick(["Number(", "parseInt(", "parseFloat(", "Number(", "parseInt("])), nested(.any),
                .text(")"),
            ])
        case 3:
            call([
                nested(.text),
                .text(
                    random.pick([
                        ".length", ".indexOf('a')", ".lastIndexOf('a')", ".charCodeAt(0)", ".codePointAt(0)",
                        ".indexOf('', 2)",
                        ".indexOf('b', 1)", ".lastIndexOf('')",
                    ])),
            ])
        case 4:
            call([
                nested(.list),
                .text(
                    random.pick([
                        ".length", ".indexOf(1)", ".findIndex(x => x == 1)", ".indexOf('a')", ".lastIndexOf(n)",
                        ".findLastIndex(x => x)",
                    ])),
            ])
        case 5:
            call([
                .text("["), nested(.number), .text(", 1, "), nested(.number),
                .text("].reduce((a, b) => a + b" + random.pick([", 0)", ")", ", '')"])),
            ])
        default: dateNumber()
        }
    }

    private mutating func dateNumber() -> Tree {
        let date = random.pick([
            "new Date(1709287509123)", "new Date('2024-02-29')", "new Date('2024-02-29T10:05:00Z')",
            "new Date(2024, 0, 31, 23, 59)", "new Date(n)", "new Date(s)", "new Date('Jan 5, 2024 3:45 PM')",
            "new Date(new Date(m))", "new Date(m * 86400000)",
        ])
        let part = random.pick([
            ".getTime()", ".getFullYear()", ".getMonth() + 1", ".getDate()", ".getDay()", ".getHours()",
            ".getUTCMinutes()", ".valueOf()", ".getTimezoneOffset()", ".setDate(35)", ".setMonth(14)", ".getYear()",
            ".setHours(25, 61)", ".toDateString().length", ".getMilliseconds()", ".setFullYear(2023)", " - new Date(0)",
        ])
        return leaf("(" + date + part + ")")
    }

    // MARK: Truth

    mutating func truthCall() -> Tree {
        switch random.below(5) {
        case 0:
            call([
                nested(.text), .text("." + random.pick(["includes", "startsWith", "endsWith"]) + "("),
                nested(.text), .text(random.pick(["", "", ", 1"]) + ")"),
            ])
        case 1: call([nested(.list), .text(".includes("), nested(random.chance(50) ? .text : .number), .text(")")])
        case 2:
            call([
                nested(.list), .text("." + random.pick(["some", "every"]) + "("), callback(.truth), .text(")"),
            ])
        case 3:
            call([
                .text(
                    random.pick([
                        "Array.isArray(", "isNaN(", "Number.isInteger(", "Boolean(", "isFinite(", "Number.isNaN(",
                    ])), nested(.any), .text(")"),
            ])
        default: call([nested(.object), .text(".hasOwnProperty('a')")])
        }
    }

    // MARK: Lists

    mutating func listCall() -> Tree {
        switch random.below(9) {
        case 0, 1:
            call([
                nested(.list), .text("." + random.pick(["map", "map", "flatMap"]) + "("), callback(.any),
                .text(")"),
            ])
        case 2:
            call([
                nested(.list), .text("." + random.pick(["filter", "filter"]) + "("), callback(.truth), .text(")"),
            ])
        case 3:
            call([
                nested(.list),
                .text(
                    random.pick([
                        ".slice(1)", ".slice(-2)", ".slice(0, 2)", ".concat([1])", ".concat(l, 5)", ".flat()",
                        ".slice()",
                        ".concat()", ".flat(2)", ".slice(1, -1)",
                    ])),
            ])
        case 4:
            call([
                .text("[..."), nested(.list),
                .text(
                    "]"
                        + random.pick([
                            ".sort()", ".reverse()", ".sort((a, b) => a - b)", ".sort((a, b) => b - a)",
                            ".splice(1, 1)",
                            ".sort((a, b) => a > b ? 1 : -1)", ".fill(0, 1)", ".splice(-1)",
                        ])),
            ])
        case 5:
            call([
                nested(.text), .text(random.pick([".split(',')", ".split(' ')", ".split('a', 2)", ".split()"])),
            ])
        case 6 where random.chance(30):
            call([
                nested(.list),
                .text("." + random.pick(["slice", "at", "concat", "flat", "toSpliced", "indexOf"]) + "("),
                position(), .text(random.chance(50) ? ", " + random.pick(Self.small) : ""), .text(")"),
            ])
        case 6:
            call([
                .text("Object." + random.pick(["keys", "values", "entries"]) + "("), nested(.object), .text(")"),
            ])
        case 7:
            leaf(
                random.pick([
                    "Array.from('añ')", "Array.from({ length: 3 }, (_, i) => i * 2)", "Array.from(l)", "[...s.trim()]",
                    "[...l.keys()]", "[...ls.entries()]", "Array.of(1, s)", "[...l].reverse()", "[...ls].sort()",
                    "[...'abc']",
                ]))
        default:
            call([
                nested(.list), .text(".reduce((a, x) => a.concat(x), [])"),
            ])
        }
    }

    /// A function of one element, in one of the forms that views write.
    mutating func callback(_ kind: Kind) -> Tree {
        let name = newName("x")
        let index = newName("i")
        let outside = names
        names += [name, name, name]
        defer { names = outside }
        switch random.below(4) {
        case 0: return .group([.text("\(name) => "), nested(kind)])
        case 1:
            names.append(index)
            return .group([.text("(\(name), \(index)) => "), nested(kind)])
        case 2: return .group([.text("function (\(name)) { return "), nested(kind), .text("; }")])
        default:
            let local = newName("c")
            let value = nested(.any)
            names.append(local)
            return .group([
                .text("(\(name)) => { const \(local) = "), value, .text("; return "), nested(kind), .text(" }"),
            ])
        }
    }
}
