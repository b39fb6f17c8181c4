import EJSTemplates
import Testing

@Suite("Values are JavaScript's")
struct ValueTests {
    @Test func `an object keeps its order, indices first`() {
        let object: TemplateObject = ["b": 1, "10": 2, "a": 3, "2": 4, "01": 5, "-1": 6, "4294967295": 7]
        #expect(object.map(\.key) == ["2", "10", "b", "a", "01", "-1", "4294967295"])
    }

    @Test func `setting a key again keeps its place, and removing it gives the place up`() {
        var object: TemplateObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.map(\.key) == ["a", "b"] && object["a"] == 3)
        object["a"] = nil
        object["a"] = 4
        #expect(object.map(\.key) == ["b", "a"] && object.count == 2)
    }

    @Test func `merging takes the other's values and keeps the order`() {
        var object: TemplateObject = ["a": 1, "b": 2]
        object.merge(["c": 3, "a": 4])
        #expect(object.map(\.key) == ["a", "b", "c"] && object["a"] == 4)
    }

    @Test(arguments: [3, 8, 9, 40])
    func `keys are found at any size`(size: Int) {
        var object = TemplateObject((0..<size).map { ("key\($0)", TemplateValue($0)) })
        for number in 0..<size { #expect(object["key\(number)"] == TemplateValue(number)) }
        #expect(object["key\(size)"] == nil)
        object["key1"] = nil
        #expect(object["key1"] == nil && object["key2"] == 2 && object.count == size - 1)
    }

    @Test func `keys are compared byte for byte`() {
        let object: TemplateObject = ["caf\u{E9}": 1, "cafe\u{301}": 2, "K": 3]
        #expect(object.count == 3 && object["caf\u{E9}"] == 1 && object["\u{212A}"] == nil)
    }

    @Test func `two objects are equal whatever the order of their keys`() {
        #expect(["a": 1, "b": [true, nil, "x"]] as TemplateValue == ["b": [true, nil, "x"], "a": 1])
        #expect(["a": .undefined] as TemplateValue != ["a": nil])
    }

    @Test func `the literals and the initializers make the same values`() {
        #expect(TemplateValue(3) == 3 && TemplateValue(1.5) == 1.5 && TemplateValue(true) == true)
        #expect(TemplateValue(String?.none) == nil && TemplateValue("a") == "a" && TemplateValue([1]) == [1])
        #expect(TemplateValue(["a": 1] as TemplateObject) == ["a": 1])
    }

    @Test(
        arguments: [
            ("0.1", "0.1"), ("1e21", "1e+21"), ("123456789012345680000", "123456789012345680000"), ("1e-6", "0.000001"),
            ("1e-7", "1e-7"), ("1.5e-10", "1.5e-10"), ("-0", "0"), ("-1.25", "-1.25"), ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"), ("9007199254740993", "9007199254740992"),
            ("100", "100"),
            ("1e400", "Infinity"),
        ])
    func `a number prints as JavaScript prints it`(json: String, text: String) throws {
        #expect(try render("<%= n %>", ["n": TemplateValue(json: json)]) == text)
    }
}

@Suite("JSON becomes values")
struct JSONTests {
    @Test func `every kind of value is read`() throws {
        let value = try TemplateValue(
            json: " {\"a\":[1,-2.5e1,true,false,null,\"x\\n\\u00e9\\ud83d\\ude00\\/\"],\"b\":{}} ")
        #expect(value == ["a": [1, -25, true, false, nil, "x\né😀/"], "b": [:]])
    }

    @Test func `of two equal keys the last one counts, and no key is special`() throws {
        let value = try TemplateValue(json: "{\"a\":1,\"__proto__\":{\"x\":1},\"a\":2}")
        #expect(value.object.map(\.key) == ["a", "__proto__"] && value["a"] == 2)
    }

    @Test func `a byte order mark is left out`() throws {
        #expect(try TemplateValue(json: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
    }

    @Test(
        arguments: [
            ("{\"a\":1,\n  \"b\":}", "data.json:2:7: unexpected \"}\", expected a value"),
            ("[1 2]", "data.json:1:4: unexpected \"2\", expected \",\" or \"]\""),
            ("[1,]", "data.json:1:4: unexpected \"]\", expected a value"),
            ("{a:1}", "data.json:1:2: unexpected \"a\", expected a key in double quotes"),
            ("\"ñ", "data.json:1:3: unexpected end of text, expected '\"'"),
            ("01", "data.json:1:2: unexpected \"1\", expected the end"),
            ("", "data.json:1:1: unexpected end of text, expected a value"),
            ("\"\\q\"", "data.json:1:2: an unknown escape"),
            ("\"\\u12", "data.json:1:4: an escape without its four hexadecimal digits"),
            ("\"\t\"", "data.json:1:2: a control character inside a text"),
            ("nul", "data.json:1:1: unexpected \"n\", expected a value"),
        ])
    func `what is no JSON is an error with its place`(json: String, error: String) {
        let thrown = #expect(throws: TemplateError.self) { try TemplateValue(json: json, named: "data.json") }
        #expect(thrown?.brief == error)
    }

    @Test func `bytes that are not UTF-8 are an error`() {
        let error = #expect(throws: TemplateError.self) { try TemplateValue(json: [0x22, 0xFF, 0x22]) }
        #expect(error?.brief == "JSON: byte 1 is not UTF-8")
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `nesting has a depth`(open: String) {
        let error = #expect(throws: TemplateError.self) {
            try TemplateValue(json: String(repeating: open, count: 100_000))
        }
        #expect(error?.message == "values stand deeper than 128 levels in each other")
    }
}
