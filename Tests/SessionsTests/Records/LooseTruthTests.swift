import Sessions
import Testing

/// The tables were made by Node 20.20.2: `JSON.parse(json) == true`, and `text == true`.
@Suite("JavaScript's value == true")
struct LooseTruthTests {
    @Test(arguments: ["true", "1", "1.0", "1e0", "10e-1", "0.1e1", "1.00000000000000000001", "0.99999999999999999999"])
    func `true and the number 1 in all its forms are true`(json: String) throws {
        #expect(try #require(RawValue(json: json.utf8)).isLooselyTrue)
    }

    @Test(arguments: [
        "false", "null", "0", "2", "-1", "-0", "1e400", "0.9999", "1.0000001", "[]", "[true]", "{}", "{\"a\":1}",
    ])
    func `other values are not`(json: String) throws {
        #expect(try !#require(RawValue(json: json.utf8)).isLooselyTrue)
    }

    @Test(arguments: [
        "1", " 1 ", "01", "0001", "1.0", "1.", "+1", "1e0", "1E0", "10e-1", ".1e1", "100e-2", "1.00000000000000000001",
        "0.99999999999999999999", "0x1", "0X1", "0x01", "0b1", "0B001", "0o1", "0O1", " 0x1 ",
        "\t\n\u{B}\u{C}\r 1", "1\u{A0}", "\u{FEFF}1\u{FEFF}", "\u{2028}1\u{2029}", "\u{1680}1", "\u{2000}1\u{200A}",
        "\u{202F}1", "\u{205F}1", "\u{3000}1", "0x0000000000000000000000000000000001", "\r\n1\r\n",
    ])
    func `a string that reads as the number 1 is true`(string: String) {
        #expect(RawValue(string).isLooselyTrue)
    }

    @Test(arguments: [
        "", " ", "true", "yes", "on", "0", "2", "-1", "+-1", "1a", "a1", "1 1", "1_0", "1n", "0x", "0x1p0", "0x1.0",
        "-0x1",
        "+0x1", "0x2", "0x1g", "0b", "0b2", "0b1e0", "0o8", "0o", "1e", "1e+", "e0", ".", "+", "inf", "Infinity", "nan",
        "NaN",
        "\u{180E}1", "\u{200B}1", "\u{85}1", "\u{1C}1", "１", "١", "1\0", "1e400", "1,0", "1.0.0", "1e0.0", "0x 1",
        "--1",
        "1\u{301}", "\u{301}1", " \u{301}1", "x1", "00x1", "0x+1", "0x-1",
    ])
    func `any other string is not`(string: String) {
        #expect(!RawValue(string).isLooselyTrue)
    }

    @Test func `an array or an object is not, though JavaScript makes a text of it first`() throws {
        for json in ["[1]", "[\"1\"]", "[[1]]"] {
            #expect(try !#require(RawValue(json: json.utf8)).isLooselyTrue)
        }
    }

    @Test func `escapes are read before`() throws {
        #expect(try #require(RawValue(json: #""\u0031""#.utf8)).isLooselyTrue)
        #expect(try #require(RawValue(json: #""\n1\u00a0""#.utf8)).isLooselyTrue)
        #expect(try !#require(RawValue(json: #""\ud8001""#.utf8)).isLooselyTrue)
    }

    @Test func `a long string costs no more than reading it`() {
        #expect(RawValue(String(repeating: "0", count: 100_000) + "1").isLooselyTrue)
        #expect(RawValue("0x" + String(repeating: "0", count: 100_000) + "1").isLooselyTrue)
        #expect(!RawValue(String(repeating: " ", count: 100_000)).isLooselyTrue)
        #expect(!RawValue(String(repeating: "1", count: 100_000)).isLooselyTrue)
    }
}
