extension Maker {
    static let words = [
        "", "a", "Ana", "hola mundo", " x ", "<b>&\"'</b>", "10", "9", "-1.5", "0x1F", "1e3", "año", "ÀÉÎ", "straße",
        "a,b,c", "a-b-a", "\\n", "x\ny", "€uro", "e\u{301}", "ΑΣ", "true", "null", "$&$1$$", "\u{A0}", "2024-02-29",
        "</script>", "`", "%", "ab ab", "Z", "z",
    ]

    static let numbers = [
        "0", "1", "2", "3", "-1", "10", "0.5", "-0.5", "1.005", "2.5", "0.1", "123.456", "1e21", "1e-7", "99.99", "255",
        "-17", "1234567.891", "4294967296", "1700000000000", "9007199254740993", "0.000001", "-0.0000012", "100", "7",
    ]

    mutating func data() -> [(key: String, json: String)] {
        [
            ("s", wordData()), ("t", wordData()), ("n", numberData()), ("m", numberData()),
            ("b", random.pick(["true", "false"])),
            ("l", listData { $0.numberData() }), ("ls", listData { $0.wordData() }), ("lo", listData { $0.person() }),
            ("o", objectData()),
            ("z", "null"), ("e", random.pick(["[]", "{}", "\"\""])), ("id", random.pick(["1", "\"1\"", "2"])),
        ]
    }

    private mutating func wordData() -> String { JSON.quote(random.pick(Self.words)) }

    private mutating func numberData() -> String {
        random.chance(80) ? random.pick(Self.numbers) : String(Double.random(in: -1000...1000, using: &random))
    }

    private mutating func listData(_ element: (inout Maker) -> String) -> String {
        let elements = (0..<random.below(5)).map { _ in random.chance(4) ? "null" : element(&self) }
        return "[" + elements.joined(separator: ",") + "]"
    }

    private mutating func person() -> String {
        let tags = listData { $0.wordData() }
        let name = wordData()
        let price = numberData()
        return "{\"id\":\(random.below(4)),\"name\":\(name),\"price\":\(price),\"tags\":\(tags)}"
    }

    private mutating func objectData() -> String {
        var keys = ["a", "b", "name", "2", "10", "01", "-1", "é", "list"].shuffled(using: &random)
        keys.removeLast(random.below(keys.count))
        let members = keys.map { key in
            let value = key == "list" ? listData { $0.numberData() } : random.chance(50) ? wordData() : numberData()
            return "\(JSON.quote(key)):\(value)"
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
