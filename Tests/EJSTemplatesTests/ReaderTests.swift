import EJSTemplates
import Testing

@Suite("Which views read a local is known before they run") struct ReaderTests {
    static let rows: [(view: String, reads: Bool)] = [
        ("<%= nonce %>", true), ("<%- nonce %>", true), ("<%= nonce.length %>", true), ("<%= locals.nonce %>", true),
        ("<% if (typeof nonce !== 'undefined') { %>x<% } %>", true), ("<% if (false) { %><%= nonce %><% } %>", true),
        ("<%= `a${nonce}` %>", true), ("<%- include('part', { n: nonce }) %>", true),
        ("<% list.forEach(x => { %><%= nonce %><% }) %>", true), ("<% var nonce = 1 %><%= nonce %>", true),
        ("<%- include('reads') %>", true), ("<%- include('deep/er') %>", true), ("<%- include('both') %>", true),
        ("<% const f = x => x + nonce %>", true), ("<% nonce += 1 %>", true), ("<% include reads %>", true),
        // These may.
        ("<%- include(path) %>", true), ("<%= locals['non' + 'ce'] %>", true), ("<%- include('part', locals) %>", true),
        ("<% const user = locals.user %><%= user %>", false), ("<% function nonce() { } nonce() %>", false),
        ("<% const f = nonce => nonce %><%= f(1) %>", false), ("nonce", false), ("<%# nonce %>", false),
        ("<%= 'nonce' %>", false), ("<%= user.nonce %>", false),
        ("<%= Nonce %>", false), ("<% let nonce = 1 %><%= nonce %>", false), ("<%- include('part') %>", false),
        ("<%- include('part', { nonce: 1 }) %>", false), ("<%- include('loop') %>", false), ("", false),
    ]

    private let parts = [
        "part.ejs": "<%= n %>", "reads.ejs": "<%= nonce %>", "deep/er.ejs": "<%- include('/both') %>",
        "both.ejs": "<%- include('part') %><%- include('reads') %>",
        "loop.ejs": "<% if (n) { %><%- include('loop') %><% } %>", "index.ejs": "<%- include('folder/index') %>",
        "folder/index.ejs": "<%= nonce %>",
    ]

    @Test(arguments: rows)
    func `itself or in what it includes`(view: String, reads: Bool) throws {
        let templates = try Templates(sources: parts.merging(["home.ejs": view]) { $1 })
        #expect(templates.readers(of: "nonce").contains("home") == reads)
    }

    @Test func `by every name that a view has`() throws {
        let templates = try Templates(sources: parts)
        let names: Set = ["reads", "reads.ejs", "deep/er", "deep/er.ejs", "both", "both.ejs", "index", "index.ejs"]
        #expect(templates.readers(of: "nonce") == names.union(["folder", "folder/index", "folder/index.ejs"]))
        #expect(templates.readers(of: "unheard of").isEmpty)
    }
}
