import EJSTemplates
import Foundation

/// Both pages, by themselves and beside EJS; the folder takes what Node is given.
func measureTemplate(_ folder: URL) async throws {
    try await measure("a template", SignInPage(), folder)
    try await measure("a table of 50 rows", TablePage(), folder)
}

/// A page as a view, and the same bytes put together by hand.
private protocol BenchmarkPage: Sendable {
    static var view: String { get }
    static var calls: Int { get }
    var locals: TemplateObject { get }
    /// The locals as JSON.
    var json: Data { get throws }
    func append(to output: inout [UInt8], _ texts: [[UInt8]])
}

private func measure(_ name: String, _ page: some BenchmarkPage, _ folder: URL) async throws {
    let view = type(of: page).view
    let templates = try Templates(sources: ["page.ejs": view])
    let texts = texts(of: view)
    let expected = try templates.render("page", page.locals)
    precondition(joined(page, texts) == expected, "the two renderings differ")
    let calls = type(of: page).calls
    let rounds = try await alternate(rounds: 15) {
        await nanoseconds(calls: calls) { precondition(joined(page, texts).count == expected.count) }
    } _: {
        try await nanoseconds(calls: calls) {
            let html = try templates.render("page", page.locals)
            precondition(html.count == expected.count)
        }
    }
    report("\(name) / the same bytes appended by hand", Pairs(rounds), budget: 3)
    let node = try NodePage(view: view, json: try page.json, bytes: expected.count, in: folder)
    let besides = try await alternate(rounds: 5, base: node.nanoseconds) {
        try await nanoseconds(calls: calls) { _ = try templates.render("page", page.locals) }
    }
    report("\(name) / EJS on Node, as Express runs it", Pairs(besides), budget: 1.0 / 3)
}

/// The same view in the real EJS: `renderFile` with its cache, and the bytes that a response takes.
private struct NodePage {
    private static let script = """
        const ejs = require('ejs'), fs = require('fs')
        const [, , view, json, bytes] = process.argv
        const locals = JSON.parse(fs.readFileSync(json))
        let count = 0
        const render = () => ejs.renderFile(view, { ...locals, cache: true }, (error, html) => {
            if (error) throw error
            if (Buffer.from(html).length !== Number(bytes)) throw new Error('the two renderings differ')
            count++
        })
        const run = (ms) => { for (const end = Date.now() + ms; Date.now() < end;) for (let n = 0; n < 20; n++) render() }
        run(500)
        count = 0
        const start = process.cpuUsage()
        run(1000)
        const { user, system } = process.cpuUsage(start)
        console.log('nanoseconds ' + ((user + system) * 1000 / count))
        """

    private let arguments: [String]
    private let program: Program

    init(view: String, json: Data, bytes: Int, in folder: URL) throws {
        let files = ["page.cjs": Data(Self.script.utf8), "page.ejs": Data(view.utf8), "page.json": json]
        for (name, data) in files { try data.write(to: folder.appending(path: name)) }
        arguments = ["page.cjs", "page.ejs", "page.json"].map { folder.appending(path: $0).path } + ["\(bytes)"]
        program = Program("node", log: folder.appending(path: "node.log"))
    }

    /// Of processor time, for one page.
    func nanoseconds() async throws -> Double {
        let path = ProcessInfo.processInfo.environment["NODE_PATH"] ?? "/usr/share/nodejs"
        let said = try await program.run(arguments, changes: ["NODE_PATH": path])
        guard let figure = said.firstMatch(of: /nanoseconds ([0-9.]+)/).flatMap({ Double($0.1) }) else {
            throw BenchmarkFault("Node gave no figure: \(said)")
        }
        return figure
    }
}

private func joined(_ page: some BenchmarkPage, _ texts: [[UInt8]]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(4096)
    page.append(to: &output, texts)
    return output
}

/// The text between the tags.
private func texts(of view: String) -> [[UInt8]] {
    let marked = view.replacing(/<%=.*?%>/, with: "\u{1}").replacing(/<%.*?%>/, with: "\u{1}")
    return marked.split(separator: "\u{1}", omittingEmptySubsequences: false).map { Array($0.utf8) }
}

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

// MARK: - The two pages

private struct SignInPage: BenchmarkPage {
    static let calls = 10_000
    static let view = """
        <!doctype html><html lang="es"><head><title><%= title %></title><link rel="stylesheet" href="/styles.css"></head>
        <body><header><a href="/">Portero</a><% if (typeof user !== 'undefined') { %><span><%= user.name %></span>
        <a href="/auth/logout" class="btn btn-danger">Cerrar Sesión</a><% } %></header><main><h1><%= title %></h1>
        \(String(repeating: "<p>Su sesión se guarda en el servidor. El navegador solo lleva un identificador.</p>\n", count: 20))
        </main></body></html>
        """

    let title = "Hola & adiós"
    let name = "Ana <María> Núñez"

    var locals: TemplateObject { ["title": .string(title), "user": ["name": .string(name)]] }
    var json: Data { Data(#"{"title":"\#(title)","user":{"name":"\#(name)"}}"#.utf8) }

    func append(to output: inout [UInt8], _ texts: [[UInt8]]) {
        let values = [title, "", name, "", title]
        for (place, text) in texts.enumerated() {
            output.append(contentsOf: text)
            if place < values.count { Benchmarks.append(values[place], escapedTo: &output) }
        }
    }
}

private struct TablePage: BenchmarkPage {
    static let calls = 500
    static let view = """
        <table>
        <thead><tr><th>Id</th><th>Nombre</th><th>Correo</th><th>Ciudad</th><th>Nota</th></tr></thead>
        <% rows.forEach(row => { %>
        <tr><td class="id"><%= row.id %></td><td class="name"><%= row.name %></td><td><%= row.mail %></td>
        <td><%= row.city %></td><td><%= row.note %></td></tr>
        <% }) %>
        </table>
        """

    private let rows = (0..<50).map { number in
        [
            ("id", "u\(number)"), ("name", "Ana <María> Núñez \(number)"), ("mail", "ana\(number)@example.org"),
            ("city", "A Coruña & más"), ("note", "una nota de texto \(number)"),
        ]
    }
    let locals: TemplateObject

    var json: Data {
        get throws { try JSONEncoder().encode(["rows": rows.map { row in Dictionary(uniqueKeysWithValues: row) }]) }
    }

    init() {
        locals = [
            "rows": .array(rows.map { row in .object(TemplateObject(row.map { ($0.0, TemplateValue($0.1)) })) })
        ]
    }

    func append(to output: inout [UInt8], _ texts: [[UInt8]]) {
        output.append(contentsOf: texts[0])
        for row in rows {
            for (place, cell) in row.enumerated() {
                output.append(contentsOf: texts[place + 1])
                Benchmarks.append(cell.1, escapedTo: &output)
            }
            output.append(contentsOf: texts[row.count + 1])
        }
        output.append(contentsOf: texts[texts.count - 1])
    }
}
