import HTTPCookies
import Testing

@Suite("Cookie header fields")
struct CookieFieldsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let field: String
        let value: String?

        init(_ field: String, _ value: String?) {
            self.field = field
            self.value = value
        }

        var testDescription: String { field.debugDescription }
    }

    static let rows = [
        Row("a=1", "1"), Row(" \ta\t = 1 \t", "1"), Row("a=", ""), Row("a=\"\"", ""), Row("a=\"", ""),
        Row("a==", "="), Row("a=b=c", "b=c"), Row("a=\"1\"", "1"), Row("a=\"\"1\"\"", "\"1\""), Row("a=\" 1 \"", " 1 "),
        Row("a='1'", "'1'"), Row("a=\"1", "\"1"), Row("a=1\"", "1\""), Row("a=%C3%B1", "ñ"), Row("a=%c3%b1", "ñ"),
        Row("a=ñ", "ñ"), Row("a=%", "%"), Row("a=%2", "%2"), Row("a=%ZZ", "%ZZ"), Row("a=%41%", "%41%"),
        Row("a=%FF", "%FF"), Row("a=%41+b", "A+b"), Row("a=\"%22\"", "\""), Row("a=%20", " "), Row("a=1,2", "1,2"),
        Row("a=%00", "\0"), Row("a=\u{B}1", "\u{B}1"), Row("a=\u{A0}1", "\u{A0}1"),
        Row("", nil), Row(";", nil), Row("a", nil), Row("A=1", nil), Row("aa=1", nil), Row("=a", nil),
        Row("b=a=1", nil),
        Row("\"a\"=1", nil), Row("%61=1", nil), Row("a;=1", nil), Row("a,a=1", nil), Row("a b=1", nil),
        Row("b=2;a=1", "1"), Row("b=2; a=1;", "1"), Row(";;a=1;;", "1"), Row("flag; a=1", "1"), Row("a; a=1", "1"),
        Row("a=1; a=2", "1"), Row("a=; a=2", ""), Row("a=1;a =2", "1"), Row("=; a=1", "1"), Row("b=\"; a=1\"", "1\""),
    ]

    @Test(arguments: rows)
    func `a value is read as the cookie package reads it`(row: Row) {
        #expect(CookieFields([row.field]).value(named: "a") == row.value)
        let pairs = CookieFields([row.field]).pairs
        #expect(pairs.first { $0.name == "a" }?.value == row.value)
    }

    @Test func `C-11: several fields read as if they were joined`() {
        let fields = CookieFields(["a=1; b=2", "", "c=3", "b=4; d=5"])
        #expect(["a", "b", "c", "d", "e"].map(fields.value(named:)) == ["1", "2", "3", "5", nil])
        #expect(fields.pairs.map(\.name) == ["a", "b", "c", "d"])
        #expect(fields.pairs.map(\.value) == ["1", "2", "3", "5"])
    }

    static let received: [(field: String, bytes: String?)] = [
        ("a=1", "1"), ("a=\"1%22\"", "\"1%22\""), ("b=2; a = \"%41\" ; a=3", "\"%41\""), ("a=", ""), ("a=\"", "\""),
        ("a=b=c", "b=c"), ("a=ñ", "ñ"), ("A=1; a; aa=1", nil), ("", nil),
    ]

    @Test(arguments: received)
    func `the bytes of a value are those that came, without the blanks around`(field: String, bytes: String?) {
        #expect(CookieFields(["c=3", field]).bytes(named: "a") == bytes.map { Array($0.utf8) })
    }

    @Test func `a name counts as often as it stands, in all fields`() {
        let fields = CookieFields(["a=1; a=2; A=3", "a=4; aa=5; a"])
        #expect(fields.count(named: "a") == 3)
        #expect(fields.count(named: "A") == 1)
        #expect(fields.count(named: "b") == 0)
    }

    @Test func `no field is no cookie`() {
        #expect(CookieFields([]).pairs.isEmpty)
        #expect(CookieFields([]).value(named: "a") == nil)
        #expect(CookieFields([]).count(named: "a") == 0)
    }

    @Test func `names that Unicode holds to be equivalent are two names`() {
        let fields = CookieFields(["\u{E9}=1; e\u{301}=2"])
        #expect(fields.value(named: "\u{E9}") == "1")
        #expect(fields.value(named: "e\u{301}") == "2")
        #expect(fields.pairs.map(\.value) == ["1", "2"])
    }

    @Test func `a mark that joins a separator does not hide it`() {
        let fields = CookieFields(["a=\u{301}1;\u{301}b=2"])
        #expect(fields.value(named: "a") == "\u{301}1")
        #expect(fields.value(named: "\u{301}b") == "2")
    }
}
