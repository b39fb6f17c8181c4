/// Makes views at random, out of what the subset of EJS holds, and the data for them.
struct Maker {
    var random: SeededGenerator
    /// Names of the language that may be read where the maker stands.
    var names: [String] = Maker.locals
    /// Those of them that may be assigned.
    var variables: [String] = []
    /// How many names have been declared.
    var declared = 0
    /// How deep expressions and statements stand in each other.
    var depth = 0
    /// Which exits are allowed here.
    var exits: [String] = []

    /// The names that the data always has.
    static let locals = ["s", "t", "n", "m", "b", "l", "ls", "lo", "o", "z", "e", "id"]

    init(seed: UInt64) { random = SeededGenerator(state: seed) }

    /// A view, what it includes, and its data.
    mutating func fuzzCase() -> FuzzCase {
        let data = data()
        let part = part()
        return FuzzCase(view: statements(upTo: 5), part: part, data: data)
    }

    private mutating func part() -> Tree {
        let outside = names
        names += ["given"]
        defer { names = outside }
        depth = 3
        defer { depth = 0 }
        return .list([.text("["), output(), .text("]")])
    }

    mutating func newName(_ prefix: String = "v") -> String {
        declared += 1
        return prefix + String(declared)
    }

    func group(_ parts: [Tree]) -> Tree { .group(parts) }
}

/// One view with what belongs to it.
struct FuzzCase {
    var view: Tree
    var part: Tree
    /// A JSON object.
    var data: [(key: String, json: String)]

    /// The views; EJS reads the part only where it is included.
    var sources: [String: String] {
        let main = view.source
        return main.contains("include(") ? ["main.ejs": main, "part.ejs": part.source] : ["main.ejs": main]
    }

    var json: String { "{" + data.map { "\(JSON.quote($0.key)):\($0.json)" }.joined(separator: ",") + "}" }

    /// The case as the real EJS is given it, in one line.
    var line: String {
        let views = sources.sorted { $0.key < $1.key }.map { "\(JSON.quote($0.key)):\(JSON.quote($0.value))" }
        return "{\"views\":{\(views.joined(separator: ","))},\"data\":\(json)}"
    }

    /// Cases that are a little smaller.
    var smaller: [FuzzCase] {
        var cases = view.smaller.map { FuzzCase(view: $0, part: part, data: data) }
        cases += part.smaller.map { FuzzCase(view: view, part: $0, data: data) }
        for position in data.indices {
            var fewer = data
            fewer.remove(at: position)
            cases.append(FuzzCase(view: view, part: part, data: fewer))
        }
        return cases
    }
}

enum JSON {
    /// A text as JSON writes it.
    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted += String(scalar)
            }
        }
        return quoted + "\""
    }
}
