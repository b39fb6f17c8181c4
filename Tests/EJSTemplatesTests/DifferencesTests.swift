import EJSTemplates
import Testing

/// What "Differences from EJS" says, entry by entry.
@Suite("Where views differ from EJS")
struct DifferencesTests {
    @Test func `two empty lists of the data are one and the same`() throws {
        #expect(
            try render("<%= a === b %><%= c === d %><%= c === c %>", ["a": [], "b": [], "c": [1], "d": [1]])
                == "truefalsetrue")
        #expect(try render("<%= [] === [] %><%= a == b %>", ["a": [:], "b": []]) == "falsefalse")
    }

    @Test func `a view changes only its own copy of the data`() throws {
        let views = try Templates(sources: ["a.ejs": "<% l.x = 1; l.y.z = 2 %><%= l.x + l.y.z %><%= locals.l.x %>"])
        let locals: TemplateObject = ["l": ["y": ["z": 0]]]
        #expect(try views.render("a", locals) == Array("31".utf8) && locals == ["l": ["y": ["z": 0]]])
    }

    @Test func `an assigned name that is not declared ends with the page`() throws {
        let views = try Templates(sources: [
            "home.ejs": "<%= typeof zz %><% zz = 1 %><%= zz %><%- include('in') %>", "in.ejs": "<%= zz %>",
        ])
        for _ in 0..<2 { #expect(try views.render("home") == Array("undefined11".utf8)) }
    }

    @Test func `a return outside of functions ends the view`() throws {
        #expect(try render("a<% if (true) { return } %>b") == "a")
        #expect(try render("<%- include('in') %>c", with: ["in.ejs": "a<% return %>b"]) == "ac")
    }

    @Test func `a function declared in a block stays in it`() throws {
        #expect(try render("<% if (true) { function f() { return 1 } %><%= f() %><% } %>") == "1")
        #expect(throws: TemplateLoadError.self) { try render("<% if (true) { function f() { } } f() %>") }
    }

    @Test func `a match is a plain list`() throws {
        #expect(try render("<% const m = 'ab'.match(/b/) %><%= m %><%= m.index %>") == "b")
        #expect(try render("<%= 'a1b2'.matchAll(/[a-z](\\d)/g) %>") == "a1,1,b2,2")
    }

    @Test func `a function prints its name`() throws {
        #expect(try render("<% const f = x => x %><%= f %>") == "function f() { }")
    }

    @Test func `half of a surrogate pair prints as U+FFFD, alone and put together again`() throws {
        #expect(
            try render("<%= s[0] %>|<%= s[0] + s[1] %>|<%= s.length %>", ["s": "😀"]) == "\u{FFFD}|\u{FFFD}\u{FFFD}|2")
    }

    @Test func `a name declared later in the block is refused, reached or not`() throws {
        #expect(throws: TemplateLoadError.self) { try render("<% if (false) { x } let x = 1 %>") }
    }

    @Test func `an assignment to a const is refused when views are loaded`() throws {
        #expect(throws: TemplateLoadError.self) { try render("<% const c = 1; if (false) { c = 2 } %>") }
    }

    @Test func `an empty tag is refused`() throws {
        #expect(try failure(of: "a<%=%>").message == "the tag is empty")
        #expect(try render("<%= %><% %>") == "")
    }

    @Test func `a comment may follow the semicolon of an output tag`() throws {
        #expect(try render("<%= 1; // one %>") == "1")
    }

    @Test func `a host's global is an absent name`() throws {
        #expect(try render("<%= typeof performance %>") == "undefined")
    }

    @Test func `a method is no value`() throws {
        #expect(try render("<%= typeof 'a'.trim %><%= typeof [].map %>") == "undefinedundefined")
    }

    @Test func `an absolute path starts at the views folder`() throws {
        #expect(try render("<%- include('/a') %>", with: ["a.ejs": "A"]) == "A")
    }

    @Test func `keys, values and entries of a list are lists`() throws {
        #expect(try render("<%= ['a', 'b'].keys().length %><%= ['a'].entries().map(e => e.length) %>") == "22")
        #expect(try render("<%= Array.isArray(['a'].values()) %><%= Array.from({ length: 2 }) %>") == "true,")
    }

    @Test func `a contradictory comparator sorts short lists as V8 does`() throws {
        let view = "<%= list.map((x, i) => ({ x, i })).sort((a, b) => a.x > b.x ? 1 : -1).map(p => p.i).join() %>"
        #expect(try render(view, ["list": [2, 1, 2, 1]]) == "3,1,2,0")
        let long = TemplateValue.array((0..<100).map { .number(Double($0 % 7)) })
        #expect(try render(view, ["list": long]).split(separator: ",").count == 100)
    }
}
