import EJSTemplates
import Foundation
import Testing

@Suite("Lint names what the escapes do not protect from")
struct LintTests {
    private func risks(of view: String) throws -> [TemplateWarning.Risk] {
        let views = try TemporaryViews(["home.ejs": view, "part.ejs": ""])
        return try ViewsReport(folder: views.path).warnings.map(\.risk)
    }

    @Test(arguments: [
        ("<p><%- user.bio %></p>", TemplateWarning.Risk.unescaped),
        ("<%- a ? b : 'c' %>", .unescaped),
        ("<%- `<b>${x}</b>` %>", .unescaped),
        ("<%- list.map(x => x).join('') %>", .unescaped),
        ("<!-- <%- x %> -->", .unescaped),
        ("<script>var x = <%- JSON.stringify(x) %></script>", .scriptJSON),
        ("<script>var x = '<%= x %>'</script>", .script),
        ("<script src=\"a\"></script><SCRIPT>if (a < b) { '<%= x %>' }", .script),
        ("<input value=<%= x %>>", .unquotedAttribute),
        ("<input value= <%= x %> >", .unquotedAttribute),
        ("<input value=a<%= x %>>", .unquotedAttribute),
        ("<a href=\"<%= x %>\">", .address),
        ("<a class='b' HREF = ' <%= x.url %>'>", .address),
        ("<form action=\"<%= x %>/edit\">", .address),
        ("<img src=<%= x %>>", .unquotedAttribute),
        ("<a onclick=\"f('<%= x %>')\">", .eventHandler),
        ("<% if (a) { %><a href='<%= x %>'><% } %>", .address),
        ("<% l.forEach(x => { %><a href='<%= x %>'><% }) %>", .address),
    ])
    func `a risky place draws a warning`(view: String, risk: TemplateWarning.Risk) throws {
        #expect(try risks(of: view) == [risk])
    }

    @Test(arguments: [
        "<p><%= x %></p>", "<a href=\"/users/<%= id %>\" title='<%= x %>'>", "<%- include('part') %>", "<%- body %>",
        "<%- contentFor('x') %>", "<%- a ? 'b' : '' %>", "<%- list.length %>", "<%- price.toFixed(2) %>",
        "<%- '<b>' + 1 %>", "<script>var x = <%- jsonForScript(x) %></script>", "<option <%= a ? 'selected' : '' %>>",
        "<!-- <%= x %> -->", "<!doctype html><p><%= x %>", "<script></script><p><%= x %>",
        "<script src='/a.js'></script>\n<p class=\"<%= x %>\">", "<style>a { color: <%= x %> }</style>",
        "<input value=\"a > b <%= x %>\">", "<img src=\"<%= x %>\">", "<link href='<%= x %>'>",
        "<%- encodeURIComponent(x) %>", "<td width=<%= 1 + 2 %>>",
    ])
    func `a place that is right draws none`(view: String) throws {
        #expect(try risks(of: view).isEmpty)
    }

    @Test func `a warning shows its place and what to write instead`() throws {
        let views = try TemporaryViews(["home.ejs": "<p>\n  <%- bio %>"])
        let warning = try #require(try ViewsReport(folder: views.path).warnings.first)
        #expect(
            warning.description == """
                Views/home.ejs:2:7: warning: <%- prints a value without escapes
                      <%- bio %>
                          ^
                  hint: write <%= … %>, or clean the HTML in the handler
                """)
    }

    @Test func `jsonForScript ends no script and no line`() throws {
        let data: TemplateObject = ["x": ["</script><!-- & \u{2028}", 1]]
        let expected = #"["\u003C/script\u003E\u003C!-- \u0026 \u2028",1]"#
        #expect(try render("<%- jsonForScript(x) %><%- jsonForScript(undefined) %>", data) == expected + "undefined")
    }
}

@Suite("A report tells which views of a folder load")
struct ViewsReportTests {
    private let views = [
        "good.ejs": "<%= a %>", "bad.ejs": "<% class A {} %>", "worse.ejs": "<% class A {} %>\n<%- include('none') %>",
        "notes.txt": "",
    ]

    @Test func `findings name every error and count`() throws {
        let folder = try TemporaryViews(views)
        let report = try ViewsReport(folder: folder.path)
        #expect(report.files == ["bad.ejs", "good.ejs", "worse.ejs"])
        #expect(report.findings.contains("Views/bad.ejs:1:4: "))
        #expect(report.findings.hasSuffix("\n3 views, \(report.errors.count) errors, 0 warnings"))
    }

    @Test func `coverage counts what stops views, the most frequent first`() throws {
        let folder = try TemporaryViews(views)
        let report = try ViewsReport(folder: folder.path)
        #expect(report.loading == ["good.ejs"])
        #expect(report.coverage.hasPrefix("1 of 3 views load (33.3 %)\n2 stopped by: "))
    }
}
