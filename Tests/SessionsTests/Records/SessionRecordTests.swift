import HTTPCookies
import Sessions
import Testing

@Suite("A session record")
struct SessionRecordTests {
    private func record(_ json: String) -> SessionRecord? {
        SessionRecord(json: Array(json.utf8), expiry: Instant(milliseconds: 5))
    }

    @Test(arguments: ["[]", "1", "null", "\"{}\"", "", "{", "{}x", "{\"a\":}"])
    func `what is no JSON object is no record`(json: String) {
        #expect(record(json) == nil)
    }

    @Test func `its text stays as the store has it, blanks and all`() throws {
        let json = " { \"cookie\" : { } , \"a\" : 1.0 } "
        let record = try #require(self.record(json))
        #expect(record.json == Array(json.utf8))
        #expect(record.fields.names == ["cookie", "a"])
    }

    @Test func `another expiry leaves the text`() throws {
        let record = try #require(self.record("{\"a\":1}"))
        let later = record.expiring(at: Instant(milliseconds: 9))
        #expect(later.json == record.json)
        #expect(later.expiry == Instant(milliseconds: 9))
        #expect(later != record)
    }

    @Test(arguments: [
        (#"{"usrId":42}"#, "42"), (#"{"usrId":"a7"}"#, #""a7""#), (#"{"a":1, "usrId" : 1.0 }"#, "1.0"),
        (#"{"usrId":null}"#, "null"), (#"{"usrId":{"a":[1]}}"#, #"{"a":[1]}"#), (#"{"usrid":1}"#, nil), ("{}", nil),
        (#"{"a":{"usrId":1}}"#, nil),
    ])
    func `its owner is the JSON text of usrId`(json: String, owner: String?) throws {
        #expect(try #require(self.record(json)).owner == owner)
    }
}
