import Testing

@testable import Sessions

@Suite("The fields of a record")
struct RecordFieldsTests {
    private func fields(_ json: String) throws -> RecordFields {
        try #require(RecordFields(json: Array(json.utf8)))
    }

    private func text(_ fields: RecordFields) -> String {
        String(decoding: fields.json, as: UTF8.self)
    }

    @Test func `there may be none`() throws {
        #expect(text(RecordFields()) == "{}")
        #expect(try text(fields(" { } ")) == "{}")
        #expect(try fields("{}").names.isEmpty)
    }

    /// Made by Node 20.20.2: `JSON.stringify(JSON.parse(text))`.
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#),
        (#"{"a":1,"\u0061":2,"b":3}"#, #"{"a":2,"b":3}"#), (#"{"b":1,"1":2}"#, #"{"1":2,"b":1}"#),
        (#"{"10":1,"9":2,"x":3,"0":4}"#, #"{"0":4,"9":2,"10":1,"x":3}"#),
        (#"{"b":1,"4294967295":2,"4294967294":3}"#, #"{"4294967294":3,"b":1,"4294967295":2}"#),
        (#"{"01":1,"-1":2,"1":3,"1.0":4}"#, #"{"1":3,"01":1,"-1":2,"1.0":4}"#),
        (#"{"__proto__":1,"__proto__":2}"#, #"{"__proto__":2}"#),
    ])
    func `of a repeated name the last value counts, in the place of the first`(text: String, expected: String) throws {
        #expect(try self.text(fields(text)) == expected)
    }

    @Test(arguments: [15, 16, 17, 1000])
    func `of many names, each that is repeated counts once, and indices stand first in their order`(
        count: Int
    ) throws {
        var names: [String] = []
        for number in 0..<count { names += ["n\(number)", "\(count - number)", "n\(number / 2)"] }
        let members = names.enumerated().map { "\"\($1)\":\($0)" }
        let fields = try fields("{\(members.joined(separator: ","))}")
        let last = Dictionary(zip(names, names.indices)) { $1 }
        let words = (0..<count).map { "n\($0)" }
        #expect(fields.names == (1...count).map(String.init) + words)
        #expect(fields.names.allSatisfy { fields[$0]?.int == last[$0] })
    }

    @Test func `only the blanks between the top-level fields go`() throws {
        let json = "{ \"a\" : [ 1 , 2 ] ,\n\"b\":{ \"c\" : 1.50 , \"d\":\"\\u00e9\\/\" } }"
        #expect(try text(fields(json)) == "{\"a\":[ 1 , 2 ],\"b\":{ \"c\" : 1.50 , \"d\":\"\\u00e9\\/\" }}")
    }

    @Test func `a name written with escapes is found, and stays as it is written`() throws {
        var fields = try fields(#"{"\u0061\/":1,"b":2}"#)
        #expect(fields["a/"]?.int == 1)
        fields["a/"] = RawValue(5)
        #expect(text(fields) == #"{"\u0061\/":5,"b":2}"#)
    }

    @Test func `names that Unicode holds to be equivalent are two names`() throws {
        var fields = try fields("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(fields["\u{E9}"]?.int == 1)
        #expect(fields["e\u{301}"]?.int == 2)
        fields["\u{E9}"] = nil
        #expect(fields.names.map { Array($0.unicodeScalars) } == [["e", "\u{301}"]])
    }

    @Test func `different lone surrogates are different names, that no text finds`() throws {
        let json = #"{"\ud800":1,"\udbff":2,"\ud800\ud800":3,"x\udc00":4}"#
        var fields = try fields(json)
        #expect(text(fields) == json)
        #expect(fields.names == ["\u{FFFD}", "\u{FFFD}", "\u{FFFD}\u{FFFD}", "x\u{FFFD}"])
        fields["\u{FFFD}"] = nil
        #expect(text(fields) == json)
    }

    @Test func `a surrogate pair in escapes is the character`() throws {
        var fields = try fields(#"{"\ud83d\ude00":1}"#)
        #expect(fields["😀"]?.int == 1)
        fields["😀"] = RawValue(2)
        #expect(text(fields) == #"{"\ud83d\ude00":2}"#)
    }

    @Test func `a new name is written as JSON.stringify writes it`() throws {
        var fields = RecordFields()
        fields["\"\\/\u{8}\t\n\u{C}\r\0\u{1F}\u{7F}\u{2028}é😀"] = RawValue(true)
        #expect(text(fields) == "{\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u{7F}\u{2028}é😀\":true}")
    }

    @Test func `a new index goes among the indices, which stand before all others`() throws {
        var fields = try fields(#"{"1":0,"30":0,"a":0,"01":0}"#)
        for name in ["2", "100", "0", "4294967294", "4294967295", "-1"] { fields[name] = RawValue(1) }
        #expect(fields.names == ["0", "1", "2", "30", "100", "4294967294", "a", "01", "4294967295", "-1"])
    }

    @Test func `what is not kept is dropped, and the order stays`() throws {
        var fields = try fields("{\"c\":1,\"a\":2,\"b\":3,\"\u{E9}\":4,\"e\u{301}\":5}")
        fields.keepOnly(["b", "c", "x", "\u{E9}"])
        #expect(text(fields) == "{\"c\":1,\"b\":3,\"\u{E9}\":4}")
    }

    @Test func `what is set again and again is written once, and what was read before stays`() throws {
        var fields = try fields(#"{"a":0,"b":1}"#)
        var read: [RawValue?] = []
        for value in 1...100 {
            read.append(fields["a"])
            fields["a"] = RawValue(value)
        }
        #expect(text(fields) == #"{"a":100,"b":1}"#)
        #expect(read.map { $0?.int } == Array(0...99))
    }

    @Test func `a copy does not change with the original`() throws {
        let original = try fields(#"{"a":1}"#)
        var copy = original
        copy["a"] = RawValue(2)
        #expect(original["a"]?.int == 1)
    }
}
