import EJSTemplates
import Foundation

private let page = """
    <!doctype html><html lang="es"><head><title><%= title %></title><link rel="stylesheet" href="/styles.css"></head>
    <body><header><a href="/">Portero</a><% if (typeof user !== 'undefined') { %><span><%= user.name %></span>
    <a href="/auth/logout" class="btn btn-danger">Cerrar Sesión</a><% } %></header><main><h1><%= title %></h1>
    \(String(repeating: "<p>Su sesión se guarda en el servidor. El navegador solo lleva un identificador.</p>\n", count: 20))
    </main></body></html>
    """

private func append(_ text: String, escapedTo output: inout [UInt8]) {
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): output.append(contentsOf: "&#34;".utf8)
        case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
        default: output.append(byte)
        }
    }
}

func measureTemplate() async throws {
    let templates = try Templates(sources: ["page.ejs": page])
    let title = "Hola & adiós"
    let name = "Ana <María> Núñez"
    let expected = try templates.render("page", ["title": .string(title), "user": ["name": .string(name)]])
    let parts = Pieces(of: page)
    let rounds = try await alternate(rounds: 15) {
        await nanoseconds(calls: 10_000) {
            precondition(parts.joined([title, name, title]).count == expected.count)
        }
    } _: {
        try await nanoseconds(calls: 10_000) {
            let html = try templates.render("page", ["title": .string(title), "user": ["name": .string(name)]])
            precondition(html.count == expected.count)
        }
    }
    report("a template / the same bytes appended by hand", Pairs(rounds), budget: 3)
}

/// The text between the tags, for the rendering by hand.
private struct Pieces {
    private let texts: [[UInt8]]

    init(of page: String) {
        let marked = page.replacing(/<%=.*?%>/, with: "\u{1}").replacing(/<%.*?%>/, with: "")
        texts = marked.split(separator: "\u{1}", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    func joined(_ values: [String]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(4096)
        for (place, text) in texts.enumerated() {
            output.append(contentsOf: text)
            if place < values.count { append(values[place], escapedTo: &output) }
        }
        return output
    }
}
