import EJSTemplates
import Testing

@Suite("Statements run as in JavaScript")
struct StatementTests {
    @Test(
        arguments: [
            Row("<% for (var i = 0; i < 3; i++) { %><%= i %><% } %>,<%= i %>", "012,3"),
            Row("<% for (let i = 0, n = l.length; i < n; i += 2) { %><%= l[i] %><% } %>", "ac"),
            Row("<% for (let i = 3; i--;) { %><%= i %><% } %>", "210"),
            Row("<% for (const x of l) { if (x === 'b') continue; %><%= x %><% } %>", "ac"),
            Row("<% for (const x of l) { if (x === 'b') break; %><%= x %><% } %>", "a"),
            Row(
                "<% l.forEach(x => { for (const y of l) { if (y === 'b') return; %><%= x + y %> <% } }) %>", "aa ba ca "
            ),
            Row("<% l.map((x, i) => { %><%= i + x %><% }) %>", "0a1b2c"),
            Row("<% gone?.forEach(x => { %>x<% }) %>.", "."),
            Row("<% l?.forEach(x => { %><%= x %><% }) %>.", "abc."),
            Row("<% let s = 0; for (const x of [1, 2, 3]) { s += x } %><%= s %>", "6"),
            Row("<% let n = '5'; n++ %><%= n %>", "6"),
            Row("<% let s = 'a'; s += 1 %><%= s %>", "a1"),
            Row("<% const a = 1; { const a = 2 %><%= a %><% } %><%= a %>", "21"),
            Row("<% var t = t || 'd' %><%= t %><%= locals.t %>", "d"),
            Row("<% var n = n + 1 %><%= n %><%= locals.n %><%- include('n') %>", "222"),
            Row("<% if (false) { var h = 1 } %><%= h %>.", "."),
            Row("<% l.forEach(x => { var v; %><%= v %>.<% v = x }) %>", "..."),
            Row("<% let a = 1\n let b = 2 %><%= a + b %>", "3"),
            Row("<% if (n) %>", nil),
            Row("<% if (n === 1) { %>one<% } else if (n == 2) { %>two<% } else { %>many<% } %>", "one"),
            Row("<%= n?.x?.y %>|<%= gone?.x.y.z %>|<%= gone ?? 'd' %>|<%= 0 ?? 'd' %>", "||d|0"),
            Row("<%= (gone?.x).y %>", nil),
            Row("<%= a ?? b || c %>", nil),
            Row("<% for (const x of 'añ😀') { %>[<%= x %>]<% } %>", "[a][ñ][😀]"),
            Row("<% break %>", nil), Row("a<% return %>b", "a"), Row("<% l.forEach(x => { break }) %>", nil),
            Row("<% let a; let a %>", nil), Row("<% let a; var a = 1 %>", nil), Row("<% const a = a || 1 %>", nil),
            Row("<%= [1, 2,].length %><%= { a: 1, b: 2, }.b %>", "22"),
            Row("<%= `a${`b${n}`}c` %>", "ab1c"), Row("<%= 'x' in l %>", "false"), Row("<%= 010 %>", nil),
            Row("<%= 1n %>", nil),
        ])
    func `a statement prints what JavaScript prints, or is refused`(row: Row) throws {
        let locals: TemplateObject = ["l": ["a", "b", "c"], "n": 1, "gone": nil]
        let output = try? render(row.view, locals, with: ["n.ejs": "<%= n %>"])
        #expect(output == row.output)
    }

    @Test func `a loop over values that are no list names what was walked over`() throws {
        #expect(
            try failure(of: "<% for (const x of user.tags) { %><% } %>", ["user": [:]]).message
                == "user.tags is not iterable")
        #expect(try failure(of: "<% s.forEach(x => { %><% }) %>", ["s": "x"]).message == "s.forEach is not a function")
    }
}

/// A view and what it prints; `nil` when it is refused.
struct Row: Sendable, CustomTestStringConvertible {
    var view: String
    var output: String?
    var testDescription: String { view }

    init(_ view: String, _ output: String?) {
        self.view = view
        self.output = output
    }
}
