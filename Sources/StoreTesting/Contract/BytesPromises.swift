import HTTPCookies
import Sessions

extension StoreContract {
    static let bytes: [Promise] =
        [
            Promise("ids of every byte that is allowed name sessions of their own") { bench in
                let ids = everyByte.compactMap { SessionID($0) }
                try bench.expect("ids", ids.count, is: 95 + 64 + 29 + 16 + 5)
                for (number, id) in ids.enumerated() {
                    let record = try bench.record(#"{"n":\#(number)}"#)
                    try bench.expect("create of \(number)", await bench.store.create(SessionKey(id), record), is: true)
                }
                for (number, id) in ids.enumerated() {
                    let loaded = try await bench.store.load(SessionKey(id))?.json
                    try bench.expect("load of \(number)", loaded, is: Array(#"{"n":\#(number)}"#.utf8))
                }
                try bench.expect("keys", Set(await bench.readAll().map(\.key)), is: Set(ids.map { SessionKey($0) }))
            }
        ]
        + ids.map { row in
            Promise("an id of \(row.name) names its own session, in clear and hashed") { bench in
                try await checkID(row.text, on: bench)
            }
        }
        + texts.map { row in
            Promise("JSON with \(row.name) comes back byte for byte") { bench in
                let record = try await bench.create(1, row.text)
                try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: record.json)
                let other = try bench.record(#"{"other":true}"#)
                try bench.expect("replace", await bench.store.replace(bench.key(1), record, with: other), is: .replaced)
                try bench.expect("replace", await bench.store.replace(bench.key(1), other, with: record), is: .replaced)
                try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: record.json)
            }
        }

    /// The session, and those that a careless store would take for it, keep apart.
    private static func checkID(_ text: String, on bench: StoreBench) async throws {
        let names = [text, "decoy", text == "42" ? "42.0" : "42"]
        let ids = names.compactMap { SessionID($0) }
        let keys = ids.flatMap { [SessionKey($0), SessionKey(hashing: $0)] }
        try bench.expect("keys", keys.count, is: 6)
        for (number, key) in keys.enumerated() {
            let answer = try await bench.store.create(key, bench.record(#"{"n":\#(number)}"#))
            try bench.expect("create of key \(number)", answer, is: true)
        }
        try bench.expect("delete", await bench.store.delete(keys[1]), is: true)
        for (number, key) in keys.enumerated() {
            let expected = number == 1 ? nil : try bench.record(#"{"n":\#(number)}"#).json
            try bench.expect("load of key \(number)", await bench.store.load(key)?.json, is: expected)
        }
        let listed = try await bench.readAll().map(\.key)
        try bench.expect("keys of the directory", Set(listed), is: Set(keys).subtracting([keys[1]]))
    }

    /// Texts of one character, whose UTF-8 holds each byte that an id may have, in each place where it may stand.
    private static let everyByte: [String] = {
        let ascii = (0x20...0x7E).map { $0 as UInt32 }
        let trailing = (0xC0...0xFF).map { $0 as UInt32 }
        let leadingTwo = (0xC2...0xDF).filter { $0 != 0xC3 }.map { UInt32($0 - 0xC0) << 6 }
        let leadingThree = (0xE0...0xEF).map { $0 == 0xE0 ? 0x800 : UInt32($0 - 0xE0) << 12 }
        let leadingFour = (0xF0...0xF4).map { $0 == 0xF0 ? 0x1_0000 : UInt32($0 - 0xF0) << 18 }
        return (ascii + trailing + leadingTwo + leadingThree + leadingFour)
            .compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
    }()

    private static let ids: [(name: String, text: String)] = [
        ("1 byte", "x"),
        ("256 bytes", String(repeating: "k", count: 256)),
        ("32 bytes", "0123456789abcdef0123456789ABCDEF"),
        ("digits", "0042"),
        ("a number with an exponent", "1e3"),
        ("quotes", #"a'b"c`d"#),
        ("backslashes", #"a\b\\c"#),
        ("wildcards", "%_*?[a]{b}"),
        ("colons, slashes and blanks", " sess: /a/ ../b "),
        ("SQL", "'; DROP TABLE sessions; --"),
        ("UTF-8 of two to four bytes", "ñ日本🙂"),
        ("a combining accent", "e\u{301}"),
        ("line separators", "a\u{2028}b\u{2029}\u{FEFF}"),
    ]

    private static let texts: [(name: String, text: String)] = [
        ("no fields", "{}"),
        ("U+2028 and U+2029", "{\"a\":\"\u{2028}\u{2029}\"}"),
        (#"\u0000"#, #"{"a":"x\u0000y","\u0000":1}"#),
        ("lone surrogates", #"{"a":"\ud800","b":"\udc00\ud800"}"#),
        ("numbers beyond a double", #"{"a":1e400,"b":-0,"c":1.0,"d":12345678901234567890.10}"#),
        ("blanks and line breaks", "{ \"a\" :\t1 ,\r\n \"b\":[ ] }\n"),
        ("a repeated key", #"{"a":1,"b":2,"a":3}"#),
        ("quotes, backslashes and wildcards", #"{"a":"'\"\\ % _ $1 ?1 :a"}"#),
        ("UTF-8 that looks alike", "{\"\u{E9}\":1,\"e\u{301}\":2,\"🙂\":3}"),
        ("nesting 500 deep", #"{"a":"# + String(repeating: "[", count: 500) + String(repeating: "]", count: 500) + "}"),
        ("100 kB", #"{"a":""# + String(repeating: "ñ", count: 50_000) + #""}"#),
    ]
}
