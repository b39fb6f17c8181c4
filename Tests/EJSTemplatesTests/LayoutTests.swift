import EJSTemplates
import Testing

@Suite("Layouts and partials")
struct LayoutTests {
    @Test func `a page names its layout, which gets the page as body`() throws {
        let files = ["layouts/main.ejs": "<b><%= title %></b><%- body %>."]
        #expect(
            try render("<% layout('layouts/main') -%>\n<p><%= title %></p>", ["title": "<"], with: files)
                == "<b>&lt;</b><p>&lt;</p>.")
    }

    @Test func `a layout is found beside the page, else from the views folder on, and may have one itself`() throws {
        let views = try Templates(sources: [
            "posts/show.ejs": "<% layout('inner') %>page", "posts/inner.ejs": "<% layout('outer') %>[<%- body %>]",
            "outer.ejs": "{<%- body %>}",
        ])
        #expect(String(decoding: try views.render("posts/show"), as: UTF8.self) == "{[page]}")
    }

    @Test func `the settings' layout is put around every page but those that name another, or are told not to`() throws
    {
        let files = [
            "home.ejs": "h<%- contentFor('foot') %>f", "own.ejs": "<% layout('other') %>o",
            "other.ejs": "(<%- body %>)",
            "layouts/main.ejs": "[<%- body %>|<%- defineContent('foot') %>]",
        ]
        let views = try Templates(sources: files, settings: TemplateSettings(layout: "layouts/main"))
        #expect(try views.render("home") == Array("[h|f]".utf8))
        #expect(try views.render("own") == Array("(o)".utf8))
        #expect(try views.render("home", inLayout: false) == Array("hf".utf8))
        let error = #expect(throws: TemplateLoadError.self) {
            try Templates(sources: files, settings: TemplateSettings(layout: "none"))
        }
        #expect(error?.errors.map(\.message) == ["there is no view \"/none\", expected Views/none.ejs"])
    }

    @Test func `a layout that asks for itself ends`() throws {
        let error = try failure(of: "<% layout('home') %>")
        #expect(error.message == "layouts stand deeper than 64 levels")
    }

    @Test func `a layout that is nowhere is an error when views are loaded`() throws {
        #expect(throws: TemplateLoadError.self) { try Templates(sources: ["a.ejs": "<% layout('none') %>"]) }
    }

    @Test func `parts of the page go to their places in the layout`() throws {
        let page =
            "<% layout('main') -%>\npage\n<%- contentFor('scripts') %>\n<script></script>\n<%- contentFor('css') %>\nc"
        let layout = "<%- body %>|<%- scripts %>|<%- defineContent('css') %>|<%- defineContent('none') %>"
        #expect(try render(page, with: ["main.ejs": layout]) == "page|<script></script>|c|")
    }

    @Test(
        arguments: [
            Row("<%- partial('row') %>", "row undefined"), Row("<%- partial('row', { row: 1 }) %>", "row 1"),
            Row("<%- partial('row', [1, 2]) %>", "row 1row 2"),
            Row("<%- partial('row', { collection: [1, 2], as: 'row' }) %>", "row 1row 2"),
            Row("<%- partial('row', { object: 5 }) %>", "row 5"),
        ])
    func `a partial is rendered once or for each element`(row: Row) throws {
        #expect(
            try render(row.view, with: ["row.ejs": "row <%= locals.row === undefined ? 'undefined' : row %>"])
                == row.output)
    }

    @Test func `EJS 2's include without parentheses sees the names around it`() throws {
        let view = "<% for (const x of [1, 2]) { %><% include parts/row %><% } %>|<%- include parts/row.ejs; %>"
        #expect(try render(view, ["x": 0], with: ["parts/row.ejs": "<%= x %>"]) == "12|0")
    }
}
