import EJSTemplates
import Testing

@Suite("Includes find views inside the folder, and nothing else")
struct IncludeTests {
    private let parts = [
        "pages/list.ejs": "<%- include('row') %>|<%- include('/row') %>|<%- include('shared') %>",
        "pages/row.ejs": "page row", "row.ejs": "root row", "shared.ejs": "shared",
    ]

    @Test func `a path starts beside the including file, then at the views folder; a slash means the folder`() throws {
        let output = try render("<%- include('pages/list') %>", with: parts)
        #expect(output == "page row|root row|shared")
    }

    @Test(arguments: ["pages/../row", "./row", "//row", "/pages/../row.ejs", "pages/./../row"])
    func `a path is normalised`(path: String) throws {
        #expect(
            try render("<%- include(path) %>", ["path": .string(path)], with: ["row.ejs": "root row"]) == "root row")
    }

    @Test(
        arguments: [
            "../secret", "pages/../../secret", "/../secret", "..", "a\\b", "C:\\x", "", "/", "row/", ".env",
            ".hidden/x",
            "row.js", "row.ejs/x", "nul\0", "/etc/hostname", "row.EJS",
        ])
    func `a path that leads nowhere or outside is an error, written or worked out`(path: String) throws {
        let files = ["row.ejs": "root row", "pages/row.ejs": "page row"]
        let computed = try failure(of: "<%- include(path) %>", ["path": .string(path)], with: files)
        #expect(computed.file == "Views/home.ejs" && computed.column == 5)
        guard !path.contains("\\"), !path.contains("\0") else { return }
        #expect(throws: TemplateLoadError.self) { try Templates(sources: ["home.ejs": "<%- include('\(path)') %>"]) }
    }

    @Test func `a path that is no text is an error`() throws {
        #expect(try failure(of: "<%- include(n) %>", ["n": 1]).message == "the path of an include is not a text")
    }

    @Test func `a local named include does not replace the function`() throws {
        let output = try render(
            "<%- include('row') %><%= locals.include %>", ["include": "mine"], with: ["row.ejs": "row "])
        #expect(output == "row mine")
    }

    @Test func `an included view sees the page's locals and the values given, not the names declared`() throws {
        let output = try render(
            "<% const c = 1; for (const l of [1]) { %><%- include('in', { b: 'B' }) %><% } %><%= b %>",
            ["a": "a", "b": "b"],
            with: [
                "in.ejs": "<%= a %><%= b %><%= typeof c %><%= typeof l %><%- include('deep') %>",
                "deep.ejs": "<%= b %>",
            ])
        #expect(output == "aBundefinedundefinedBb")
    }

    @Test func `a value given as undefined hides the page's local`() throws {
        #expect(try render("<%- include('in', { a: undefined }) %>", ["a": 1], with: ["in.ejs": "[<%= a %>]"]) == "[]")
    }

    @Test func `include is worth the text of the view`() throws {
        let files = ["b.ejs": "<b>"]
        #expect(try render("<% const t = include('b') %><%= t %><%- t + t.length %>", with: files) == "&lt;b&gt;<b>3")
    }

    @Test func `values that are no object are an error`() throws {
        let error = try failure(of: "<%- include('b', 'x') %>", with: ["b.ejs": ""])
        #expect(error.message == "the values of an include are not an object")
    }

    @Test func `a view that always includes itself is refused when it is loaded`() throws {
        let error = #expect(throws: TemplateLoadError.self) {
            try Templates(sources: ["a.ejs": "<%- include('b') %>", "b.ejs": "\n<%- include('a') %>"])
        }
        #expect(error?.errors.map(\.brief) == ["Views/b.ejs:2:13: this include never ends"])
    }

    @Test func `a view that includes itself under a condition may do so`() throws {
        let view = "<%= n %><% if (n > 0) { %><%- include('home', { n: n - 1 }) %><% } %>"
        #expect(try render(view, ["n": 3]) == "3210")
    }

    @Test func `an include that is nowhere is an error when views are loaded`() throws {
        let error = try failure(of: "<p>\n<%- include('none') %>")
        #expect(error.brief == "Views/home.ejs:2:13: there is no view \"none\", expected Views/none.ejs")
    }

    @Test func `only views that were loaded can be included by a path worked out at run time`() throws {
        let files = ["style.css": "a{}", "used.css": "b{}"]
        let view = "<%- include('used.css') %><%- include(path) %>"
        #expect(try render(view, ["path": "used.css"], with: files) == "b{}b{}")
        #expect(throws: TemplateError.self) { try render(view, ["path": "style.css"], with: files) }
    }
}
