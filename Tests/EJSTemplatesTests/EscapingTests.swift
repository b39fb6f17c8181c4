import EJSTemplates
import Testing

@Suite("The five marks are escaped wherever they come from")
struct EscapingTests {
    /// Marks that join what stands before them, so that they look like one character with it.
    private static let marks = [
        "", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "\u{E0100}", "\u{1F3FB}", "\u{0}", "\u{2028}", "\u{FEFF}",
    ]

    private static let escaped = "&amp;&lt;&gt;&#34;&#39;"

    /// Values of every kind whose text holds the five marks, each followed by another mark.
    private static func sources(_ text: String) -> [(view: String, locals: TemplateObject)] {
        let value = TemplateValue(text)
        return [
            ("<%= x %>", ["x": value]), ("<%= x.y %>", ["x": ["y": value]]), ("<%= x %>", ["x": [[value]]]),
            ("<%= locals.x %>", ["x": value]), ("<%= x[0] %>", ["x": [value]]), ("<%= [x] %>", ["x": value]),
            ("<%= `${x}` %>", ["x": value]), ("<%= x + '' %>", ["x": value]), ("<%= [x].join() %>", ["x": value]),
            ("<%= x.slice(0) %>", ["x": value]), ("<%= x.concat('') %>", ["x": value]),
            ("<%= String(x) %>", ["x": value]),
            ("<% const f = () => x %><%= f() %>", ["x": value]), ("<%= (z ?? x) %>", ["x": value, "z": nil]),
            ("<% for (const y of [x]) { %><%= y %><% } %>", ["x": value]),
            ("<% [x].forEach(y => { %><%= y %><% }) %>", ["x": value]),
            ("<% for (const k in x) { %><%= k %><% } %>", ["x": .object([text: 1])]),
            ("<%= Object.keys(x) %>", ["x": .object([text: 1])]), ("<%= x.toString() %>", ["x": value]),
            ("<%= include('part') %>", ["x": value]), ("<%= x.split('none') %>", ["x": value]),
            ("<%= 'A'.replace('A', () => x) %>", ["x": value]),
        ]
    }

    @Test(arguments: marks) func `in every kind of value, whatever mark follows`(mark: String) throws {
        let text = "&<>\"'".map { "\($0)\(mark)" }.joined()
        let expected = ["&amp;", "&lt;", "&gt;", "&#34;", "&#39;"].map { $0 + mark }.joined()
        for (view, locals) in Self.sources(text) {
            let output = try render(view, locals, with: ["part.ejs": "<%- x %>"])
            #expect(Array(output.utf8) == Array(expected.utf8), "\(view)")
        }
    }

    @Test(arguments: 0..<24) func `at every place of a long text`(position: Int) throws {
        for mark in ["&", "<", ">", "\"", "'"] {
            var text = Array(repeating: "a", count: 24)
            text[position] = mark
            let output = try render("<%= x %>", ["x": .string(text.joined())])
            #expect(!output.dropFirst(position + 1).contains(mark) && output.utf8.count > 24)
            #expect(output.hasPrefix(String(repeating: "a", count: position) + "&"))
        }
    }

    @Test func `a text of all characters but the five is printed as it is`() throws {
        let others = (0..<0x3000).compactMap { Unicode.Scalar(UInt32($0)) }.filter {
            !"&<>\"'".unicodeScalars.contains($0)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: others)
        let output = try render("<%= x %>", ["x": .string(String(text))])
        #expect(Array(output.utf8) == Array(String(text).utf8))
    }

    @Test(arguments: [
        (#""\ud800<""#, "\u{FFFD}&lt;"), (#""<\udc00>""#, "&lt;\u{FFFD}&gt;"),
        (#""\udc00\ud800'""#, "\u{FFFD}\u{FFFD}&#39;"),
        (#""\ud83d\ude00<""#, "😀&lt;"),
    ])
    func `half of a surrogate pair hides nothing`(json: String, expected: String) throws {
        #expect(try render("<%= x %>", ["x": TemplateValue(json: json)]) == expected)
        #expect(try render("<%= x %>", ["x": .array([TemplateValue(json: json)])]) == expected)
    }

    @Test func `a pair that a view cuts apart hides nothing`() throws {
        let view = "<%= x.slice(0, 1) + '<' %><%= x[1] + x.slice(2) %><%= x.split('').join('\"') %>"
        let half = "\u{FFFD}"
        #expect(try render(view, ["x": "😀<"]) == "\(half)&lt;\(half)&lt;\(half)&#34;\(half)&#34;&lt;")
    }
}
