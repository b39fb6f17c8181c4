import Foundation
import Sessions
import Testing

@Suite("A value read from JSON")
struct RawValueDecodingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let json: String
        var bool: Bool?
        var int: Int?
        var double: Double?
        var string: String?

        var testDescription: String { json }
    }

    private func value(_ json: String) throws -> RawValue {
        try #require(RawValue(json: json.utf8))
    }

    @Test(arguments: [
        Row(json: "true", bool: true), Row(json: "false", bool: false), Row(json: "null"), Row(json: "[]"),
        Row(json: "{}"), Row(json: "[true]"), Row(json: "0", int: 0, double: 0), Row(json: "-0", int: 0, double: 0),
        Row(json: "-12", int: -12, double: -12), Row(json: "1.0", double: 1), Row(json: "1e2", double: 100),
        Row(json: "9223372036854775807", int: .max, double: 0x1p63), Row(json: "9223372036854775808", double: 0x1p63),
        Row(json: "-9223372036854775808", int: .min, double: -0x1p63), Row(json: "1e400", double: .infinity),
        Row(json: "5e-324", double: .leastNonzeroMagnitude),
        Row(json: "1.7976931348623157e+308", double: .greatestFiniteMagnitude),
        Row(json: #""""#, string: ""), Row(json: #""1""#, string: "1"), Row(json: #""true""#, string: "true"),
        Row(json: #""\u00f1\ud83d\ude00\/\b""#, string: "ñ😀/\u{8}"), Row(json: #""\ud800""#, string: "\u{FFFD}"),
        Row(json: #""\ud800x\udc00\ud83d""#, string: "\u{FFFD}x\u{FFFD}\u{FFFD}"),
        Row(json: #""\u0000""#, string: "\0"),
    ])
    func `it is read as what it is, and as nothing else`(row: Row) throws {
        let value = try value(row.json)
        #expect(value.bool == row.bool)
        #expect(value.int == row.int)
        #expect(value.double == row.double)
        #expect(value.string == row.string)
        #expect(value.decode(as: Bool.self) == row.bool)
        #expect(value.decode(as: String.self) == row.string)
        if let int = row.int { #expect(value.decode(as: Int.self) == int) }
    }

    @Test func `a whole number in another form is an integer to a decoder`() throws {
        #expect(try value("1.0").decode(as: Int.self) == 1)
        #expect(try value("1.5").decode(as: Int.self) == nil)
        #expect(try value("9223372036854775808").decode(as: Int.self) == nil)
        #expect(try value("300").decode(as: UInt8.self) == nil)
        #expect(try value("7").decode(as: UInt8.self) == 7)
        #expect(try value("7").decode(as: Double.self) == 7)
    }

    @Test func `structures are decoded, and what does not fit is not there`() throws {
        struct User: Decodable, Equatable {
            let name: String
            let age: Int?
        }
        #expect(try value(#"{"name":"Ana","x":[1]}"#).decode(as: User.self) == User(name: "Ana", age: nil))
        #expect(try value(#"{"age":1}"#).decode(as: User.self) == nil)
        #expect(try value("[1,2]").decode(as: [Int].self) == [1, 2])
        #expect(try value(#"[1,"2"]"#).decode(as: [Int].self) == nil)
        #expect(try value("null").decode(as: Int.self) == nil)
        #expect(try value(" [ 1 ] ").decode(as: [Int].self) == [1])
    }

    @Test func `a date is read from ISO 8601 text`() throws {
        let date = Date(timeIntervalSince1970: 1_767_323_045)
        #expect(try value(#""2026-01-02T03:04:05Z""#).decode(as: Date.self) == date)
        #expect(try value(#""2026-01-02T04:04:05.000+01:00""#).decode(as: Date.self) == date)
        #expect(try value(#""garbage""#).decode(as: Date.self) == nil)
        #expect(try value("1767323045").decode(as: Date.self) == nil)
    }

    @Test func `an object has fields, other values have none`() throws {
        #expect(try value(#" {"a":{"b":1}} "#).fields?["a"]?.fields?["b"]?.int == 1)
        #expect(try value("[]").fields == nil)
        #expect(try value(#""{}""#).fields == nil)
        #expect(try value("null").fields == nil)
    }
}
