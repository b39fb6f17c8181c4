import EJSTemplates
import Testing

@Suite("Data is only data")
struct DataTests {
    /// Keys that are options of EJS, or that lead into JavaScript's machinery there.
    private let keys = [
        "settings", "view options", "delimiter", "openDelimiter", "closeDelimiter", "scope", "context", "debug",
        "cache",
        "compileDebug", "client", "_with", "rmWhitespace", "strict", "filename", "async", "root", "views",
        "escapeFunction",
        "outputFunctionName", "localsName", "destructuredLocals", "__proto__", "constructor", "prototype", "toString",
        "include", "locals", "escapeFn", "__append", "process", "undefined",
    ]

    @Test func `no name changes how a view is rendered`() throws {
        let view = "<p><%= x %><%- include('part') %></p>"
        let hostile: TemplateValue = ["view options": ["client": true, "escapeFunction": "1;throw 1", "root": "/etc"]]
        for key in keys {
            for value in [hostile, "$", true] {
                var locals: TemplateObject = ["x": "<"]
                locals[key] = value
                #expect(try render(view, locals, with: ["part.ejs": "+"]) == "<p>&lt;+</p>")
            }
        }
    }

    @Test func `every name can be read as a member of locals`() throws {
        for key in keys {
            var locals = TemplateObject()
            locals[key] = "mine"
            #expect(try render("<%= locals[k] %>".replacing("k", with: "'\(key)'"), locals) == "mine")
        }
    }

    @Test(arguments: ["toString", "constructor", "hasOwnProperty", "__proto__", "valueOf", "length"])
    func `nothing is inherited by any value`(name: String) throws {
        for value in ["{}", "1", "true"] {
            #expect(
                try render("<% const v = \(value == "{}" ? "({})" : value) %><%= v.\(name) === undefined %>") == "true")
        }
        #expect(try render("<%= typeof \(name) %>") == "undefined")
    }

    @Test(arguments: [
        "x.constructor.constructor", "x.__proto__.y", "x.constructor()", "x.constructor['y']", "''.prototype.z",
    ])
    func `nothing is read from JavaScript's machinery`(expression: String) throws {
        #expect(throws: TemplateLoadError.self) { try render("<%= \(expression) %>", ["x": [:]]) }
    }

    @Test func `own data of such a name is read with brackets`() throws {
        let locals: TemplateObject = ["race": ["constructor": ["name": "Ferrari"]]]
        #expect(try render("<%= race['constructor'].name %>", locals) == "Ferrari")
    }

    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "\u{E0100}"])
    func `a mark that joins a character does not hide it from escaping`(mark: String) throws {
        let output = try render("<%= x %>", ["x": .string("\"\(mark)<\(mark)>&\(mark)'\(mark)")])
        #expect(Array(output.utf8) == Array("&#34;\(mark)&lt;\(mark)&gt;&amp;\(mark)&#39;\(mark)".utf8))
    }

    @Test func `every kind of value is escaped after it has become text`() throws {
        #expect(
            try render("<%= [['<']] %><%= `<` + '>' %><%= include('b') %>", with: ["b.ejs": "&"]) == "&lt;&lt;&gt;&amp;"
        )
    }
}
