import StoreTesting
import Testing

@testable import Sessions

@Suite("JSON at random")
struct JSONFuzzTests {
    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\":", "\"b\"", "\\", "\\u", "\\u00e9", "\\ud83d", "\\udE00", "1", "0",
        "-", ".", "e", "+",
        "true", "null", " ", "\n", "\0", "é", "\u{301}", "😀", "\u{2028}",
    ]

    private func useEverything(of value: RawValue) {
        _ = (value.bool, value.int, value.double, value.string, value.isLooselyTrue)
        _ = (value.decode(as: Bool.self), value.decode(as: Int.self), value.decode(as: String.self))
        _ = (value.decode(as: [String: Double].self), value.decode(as: [Int?].self))
        guard let fields = value.fields else { return }
        #expect(RecordFields(json: fields.json)?.json == fields.json)
        #expect(fields.names.count == fields.names.count { fields[$0] != nil || $0.contains("\u{FFFD}") })
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `no bytes make reading trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1500 {
            let bytes = random.bytes(count: 0...30)
            if let value = RawValue(json: bytes) { useEverything(of: value) }
            #expect(RecordFields(json: bytes).map { $0.json.isEmpty } != true)
        }
    }

    @Test(arguments: [3, 4, 5] as [UInt64])
    func `no text of JSON's own pieces makes reading trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1500 {
            let text = random.text(of: Self.pieces, length: 0...12)
            for bytes in [
                Array(text.utf8), Array("{\"a\":\(text)}".utf8), Array("[\(text)]".utf8), Array("\"\(text)\"".utf8),
            ] {
                if let value = RawValue(json: bytes) { useEverything(of: value) }
            }
        }
    }

    @Test(arguments: [6, 7] as [UInt64])
    func `a Node object with a byte changed is read or refused, and never traps`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1500 {
            var bytes = NodeObject(using: &random).text
            let place = Int.random(in: bytes.indices, using: &random)
            bytes[place] = UInt8.random(in: 0...255, using: &random)
            if let value = RawValue(json: bytes) { useEverything(of: value) }
            if let value = RawValue(json: bytes.prefix(place)) { useEverything(of: value) }
        }
    }
}
