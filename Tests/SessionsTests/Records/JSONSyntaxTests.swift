import Testing

@testable import Sessions

@Suite("What is JSON and what is not")
struct JSONSyntaxTests {
    @Test(arguments: [
        "0", "-0", "1", "-1.5", "1e5", "1E+5", "1e-5", "0.0", "0e0", "1e400", "123456789012345678901234567890", "true",
        "false", "null", "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, #""\u00e9\u00E9""#, #""\uD83D\uDE00""#, #""\ud800""#,
        #""\udc00\ud800""#, #""\u0000""#, "\"\u{2028}\u{2029}\"", "\"\u{7F}\u{80}\"", "\"\u{FFFF}\u{10FFFF}\"",
        "\"e\u{301}\"", "\"\u{FEFF}\"", "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]]]", "[null,\"\",{}]", "{}",
        "{ }",
        "{\"a\":1}", "{\"\":0}", "{\"a\":1,\"a\":2}", "{\"a\":{\"a\":[{}]}}", "\t\n\r 1 \t\n\r ",
        "{ \"a\" : 1 , \"b\" : 2 }",
    ])
    func `y: a value is taken, without the blanks around it`(text: String) {
        let value = RawValue(json: text.utf8)
        #expect(value.map { Array($0.bytes) } == Array(text.utf8).trimmingBlanks)
        #expect(RecordFields(json: Array("{\"k\":\(text)}".utf8))?["k"] == value)
        #expect((RecordFields(json: Array(text.utf8)) != nil) == text.contains(/^\s*\{/))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[}", "{]", "[1]]",
        "{\"a\"}",
        "{\"a\":}", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}",
        "{\"a\"::1}", "{1:2}", "{\"a\":1}}", "{\"a\":1,,\"b\":2}", "{null:1}", "{\"a\",1}", "{\"a\":1;}", "1 2",
        "\"\"\"\"", "{}{}",
        "01", "-01", "00", "+1", ".5", "1.", "1.e5", "-", "--1", "-a", "1e", "1e+", "1E-", "e5", "0x1", "1_0", "1a",
        "1n",
        "NaN", "Infinity", "-Infinity", "True", "tru", "truex", "nul", "nulll", "fals", "undefined", "a",
        "\"", "\"a", #""\"#, #""\""#, #""\x""#, #""\u""#, #""\u12""#, #""\u12G4""#, #""\U0041""#, #""\a""#,
        #""\u{41}""#,
        "\"\n\"", "\"\t\"", "\"\r\"", "\"\0\"", "\"\u{1F}\"", "'a'", "\u{FEFF}1", "\u{A0}1", "\u{C}1", "\u{B}1",
        "\u{2028}1",
        "/*a*/1", "1//a", "1,", "1\0", "\0", "１",
    ])
    func `n: what no grammar rule makes is refused, at the top and inside`(text: String) {
        #expect(RawValue(json: text.utf8) == nil)
        #expect(RecordFields(json: Array(text.utf8)) == nil)
        #expect(RecordFields(json: Array("{\"k\":\(text)}".utf8)) == nil)
        #expect(RawValue(json: "[[\(text)],0]".utf8) == nil || text.allSatisfy { $0 == " " })
    }

    @Test(arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE],
        [0xFF],
        [0xF0, 0x9F, 0x28, 0x80], [0xF0, 0x9F, 0x98, 0xC0],
    ])
    func `n: bytes that are no UTF-8 are refused, in names and in values`(bytes: [UInt8]) {
        let text = Array("\"a".utf8) + bytes + Array("\"".utf8)
        #expect(RawValue(json: text) == nil)
        #expect(RawValue(json: Array("\"a".utf8) + bytes) == nil)
        #expect(RecordFields(json: Array("{".utf8) + text + Array(":1}".utf8)) == nil)
        #expect(RecordFields(json: Array("{\"a\":".utf8) + text + Array("}".utf8)) == nil)
    }

    @Test func `nesting of 512 is taken and of 513 is refused, whatever is innermost`() {
        for inner in ["", "1", "\"a\""] {
            let arrays = { (count: Int) in
                String(repeating: "[", count: count) + inner + String(repeating: "]", count: count)
            }
            #expect(RawValue(json: arrays(512).utf8) != nil)
            #expect(RawValue(json: arrays(513).utf8) == nil)
            #expect(RecordFields(json: Array("{\"a\":\(arrays(511))}".utf8)) != nil)
            #expect(RecordFields(json: Array("{\"a\":\(arrays(512))}".utf8)) == nil)
        }
        let objects = { (count: Int) in
            String(repeating: "{\"a\":", count: count) + "1" + String(repeating: "}", count: count)
        }
        #expect(RawValue(json: objects(512).utf8)?.fields != nil)
        #expect(RawValue(json: objects(513).utf8) == nil)
        #expect(RecordFields(json: Array(objects(513).utf8)) == nil)
        #expect(RawValue(json: String(repeating: "[", count: 1_000_000).utf8) == nil)
    }
}

extension [UInt8] {
    fileprivate var trimmingBlanks: [UInt8] {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        return drop(while: blanks.contains).reversed().drop(while: blanks.contains).reversed()
    }
}
