import EJSTemplates
import Testing

@Suite("An error shows its place")
struct ErrorPlaceTests {
    @Test func `the description shows file, line, column, source line, caret and hint`() throws {
        let error = try failure(of: "<p>\n\t<% if (user { %>hola<% } %>")
        #expect(
            error.description == """
                Views/home.ejs:2:14: unexpected "{", expected ")"
                    \t<% if (user { %>hola<% } %>
                    \t            ^
                """)
        let refused = try failure(of: "<% if (1) %>a")
        #expect(
            refused.description.hasSuffix(
                "\n  hint: add { here and <% } %> at the end; without them the text always shows"))
    }

    @Test func `the brief form is the first line alone`() throws {
        let error = try failure(of: "<%= a.b( %>", ["a": [:]])
        #expect(error.brief == "Views/home.ejs:1:10: unexpected \"%>\", expected a value")
    }

    @Test func `a column counts characters, not bytes`() throws {
        let error = try failure(of: "año <%= 👩‍👩‍👧‍👦 %>")
        #expect(error.column == 9)
    }

    @Test(arguments: ["a\n<%= x %>", "a\r\n<%= x %>"])
    func `a line ends with either line break, and the break is not shown`(view: String) throws {
        let error = try failure(of: view + view)
        #expect((error.line, error.column) == (2, 5))
        #expect(error.excerpt?.text == "<%= x %>a")
    }

    @Test func `a fault while rendering points at the member that was read`() throws {
        let error = try failure(of: "\n <%= user.address.street %>", ["user": [:]])
        #expect((error.line, error.column) == (2, 19))
        #expect(error.message == "cannot read properties of undefined (reading \"street\")")
    }

    @Test func `a fault in an included view shows the chain of includes`() throws {
        let error = try failure(
            of: "\n<%- include('outer') %>",
            with: ["outer.ejs": "<ul>\n  <%- include('parts/inner') %>", "parts/inner.ejs": "<li><%= name %>"])
        #expect(error.place.description == "Views/parts/inner.ejs:1:9")
        #expect(error.includedFrom.map(\.description) == ["Views/outer.ejs:2:7", "Views/home.ejs:2:5"])
        #expect(
            error.description.hasSuffix("\n  included from Views/outer.ejs:2:7\n  included from Views/home.ejs:2:5"))
    }

    @Test func `a very long line is cut around the column`() throws {
        let padding = String(repeating: "x", count: 5000)
        let error = try failure(of: "\(padding)<%= nobody %>\(padding)")
        #expect(error.column == 5005)
        let excerpt = try #require(error.excerpt)
        #expect(excerpt.text.count == 120)
        #expect(excerpt.text.dropFirst(excerpt.column - 1).hasPrefix("nobody"))
    }

    @Test func `an absent local is named with what to do about it`() throws {
        let error = try failure(of: "<%= user %>")
        #expect(error.message == "user is not defined")
        #expect(error.hint == "pass user to render, or ask for locals.user, which may be absent")
    }

    @Test func `an unknown view is named`() throws {
        let views = try Templates(sources: ["home.ejs": ""])
        let error = #expect(throws: TemplateError.self) { try views.render("../home") }
        #expect(error?.description == "Views/../home.ejs: there is no such view")
    }

    @Test(arguments: Refusal.all)
    func `what is not in templates is refused at its place with a hint`(refusal: Refusal) throws {
        let error = try failure(of: refusal.view)
        #expect(error.message.contains(refusal.message))
        #expect(error.hint?.contains(refusal.hint) == true)
        #expect(error.line == 1 && error.column > 1)
    }
}

struct Refusal: Sendable, CustomTestStringConvertible {
    var view, message, hint: String
    var testDescription: String { view }

    init(_ view: String, _ message: String, hint: String) {
        self.view = view
        self.message = message
        self.hint = hint
    }

    static let all = [
        Refusal("<% if (1) %>a", "unexpected \"%>\", expected \"{\"", hint: "add {"),
        Refusal("<% if (1) { %>a<% } %><% else { %>b<% } %>", "unexpected \"else\"", hint: "<% } else { %> in one tag"),
        Refusal("<%= process.env.HOME %>", "\"process.env.HOME\" is not part of templates", hint: "pass it as a local"),
        Refusal("<%= process.pid %>", "\"process\" is not part of templates", hint: "locals.process"),
        Refusal("<%= /(?=a)/.test(x) %>", "a regular expression that looks around", hint: "handler"),
        Refusal("<%= /(a)\\1/.test(x) %>", "a regular expression that refers back", hint: "handler"),
        Refusal("<% new Set() %>", "\"new Set\" is not in templates", hint: "handler"),
        Refusal("<% try { %>", "unexpected \"try\"", hint: "handler"),
        Refusal("<% switch (x) { %> <% case 1: } %>", "unexpected \"%>\", expected \"case\"", hint: "in one tag"),
        Refusal("<% case 1: %>", "unexpected \"case\"", hint: "only in a switch"),
        Refusal("<%= this.x %>", "unexpected \"this\"", hint: "locals"),
        Refusal("<%= \"a%>b\" %>", "a text is not closed", hint: "write \"%\\>\""),
        Refusal("<% const a = 1; a = 2 %>", "\"a\" is a const", hint: "let"),
        Refusal("<%= 1, 2 %>", "unexpected \",\"", hint: "one expression"),
        Refusal("<% ({ a } = b) %>", "no value can be given to this", hint: "a name or a member"),
        Refusal("<% const Math = 1 %>", "unexpected \"Math\"", hint: "belongs to the templates"),
        Refusal("<% for (const x of l) x instanceof y %>", "unexpected \"instanceof\"", hint: "handler"),
        Refusal("<% a: for (;;) { } %>", "unexpected \":\"", hint: "label"),
        Refusal("<%= /a/u.test(x) %>", "the flags \"u\" of a regular expression", hint: "handler"),
        Refusal("<%= a %%> %>", "unexpected \"%%>\" inside a tag", hint: "close the tag"),
        Refusal("<%= include %>", "\"include\" without its parentheses", hint: "include("),
        Refusal("<% const include = 1 %>", "unexpected \"include\"", hint: "belongs to the templates"),
        Refusal("<%= t %><% const t = 1 %>", "\"t\" is used before its declaration", hint: "move the declaration up"),
    ]
}
