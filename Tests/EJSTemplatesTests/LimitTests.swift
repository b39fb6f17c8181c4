import EJSTemplates
import Testing

@Suite("Rendering is bounded")
struct LimitTests {
    @Test(
        arguments: [
            "<% for (;;) { %><% } %>",
            "<% for (const a of l) { for (const b of l) { for (const c of l) { %><% } } } %>",
            "<% l.forEach(a => { l.forEach(b => { l.forEach(c => { %><% }) }) }) %>",
            "<% if (typeof d === 'undefined') { for (const a of l) { for (const b of l) { include('home', { d: 1 }) } } } %>",
        ])
    func `a loop that does not end in time is an error`(view: String) throws {
        let list = TemplateValue([TemplateValue](repeating: 1, count: 100))
        let error = try failure(of: view, ["l": list], limits: TemplateLimits(steps: 20_000))
        #expect(error.message == "more than 20000 steps")
    }

    @Test(
        arguments: [
            "<% const f = n => [n].map(() => f(n + 1)); f(0) %>", "<% function f() { return f() } f() %>",
            "<% const f = () => { [1].forEach(() => { f() }) }; f() %>",
        ])
    func `calls have a depth`(view: String) throws {
        #expect(try failure(of: view).message == "functions call each other deeper than 100 levels")
    }

    @Test func `objects that hold each other, or stand in each other without end, are let go`() throws {
        #expect(try render("<% const o = {}; o.o = o; const f = () => f; o.f = f %>x") == "x")
        let deep = "<% let l = []; for (let i = 0; i < 200000; i++) { l = [l] } %>x"
        #expect(try render(deep) == "x")
    }

    @Test func `includes have a depth`() throws {
        let error = try failure(of: "<% if (true) { %><%- include('home') %><% } %>")
        #expect(error.message == "includes stand deeper than 64 levels")
        #expect(error.includedFrom.count == 64)
    }

    @Test(
        arguments: [
            "<% for (let i = 0; i < 1000; i++) { %>0123456789<% } %>",
            "<% for (let i = 0; i < 1000; i++) { %><%= s %><% } %>",
            "<%= [l, l, l, l, l, l, l, l, l, l, l, l] %>",
        ])
    func `output has a length`(view: String) throws {
        let locals: TemplateObject = [
            "s": "0123456789", "l": .array([TemplateValue](repeating: "0123456789", count: 50)),
        ]
        let error = try failure(of: view, locals, limits: TemplateLimits(outputBytes: 5000))
        #expect(error.message == "more than 5000 bytes of output")
    }

    @Test(arguments: ["s = s + s", "s = `${s}${s}`", "s += [s, s]"])
    func `a text that grows has a length`(growth: String) throws {
        let view = "<% let s = 'x'; for (let i = 0; i < 100; i++) { \(growth) } %>"
        let error = try failure(of: view, limits: TemplateLimits(outputBytes: 5000))
        #expect(error.message.contains("more than 5000 bytes"))
    }

    @Test func `lists that hold themselves a thousand times print an error`() throws {
        let error = try failure(of: "<% let l = []; for (let i = 0; i < 1000; i++) { l = [l] } %><%= l %>")
        #expect(error.message == "lists stand deeper than 200 levels")
    }

    @Test(
        arguments: [
            ("<%= ", "(", "1", ")", " %>"), ("<%= ", "[", "", "]", " %>"), ("<%= ", "!", "1", "", " %>"),
            ("<%= ", "a[", "1", "]", " %>"), ("<%= ", "`${", "1", "}`", " %>"), ("", "<% { %>", "x", "<% } %>", ""),
            ("", "<% if (1) { %>", "x", "<% } %>", ""), ("<% ", "if (1) ", "x", "", " %>"),
            ("<%= ", "1 ? ", "1", " : 1", " %>"), ("<%= ", "{a:", "1", "}", " %>"),
        ])
    func `brackets and blocks have a depth`(start: String, open: String, core: String, close: String, end: String)
        throws
    {
        func view(_ depth: Int) -> String {
            start + String(repeating: open, count: depth) + core + String(repeating: close, count: depth) + end
        }
        for depth in [200, 10_000] {
            let error = try failure(of: view(depth))
            #expect(error.message == "this stands deeper than 150 levels")
        }
    }

    @Test(arguments: [("1", "+1"), ("a", "?.a"), ("a", ".a"), ("a", "[0]"), ("1", "||1"), ("1", " ? 1 : 1")])
    func `a chain of operators has a length`(start: String, link: String) throws {
        let error = try failure(of: "<%= " + start + String(repeating: link, count: 10_000) + " %>")
        #expect(error.message.contains("an expression of more than 400 levels") || error.message.contains("150 levels"))
    }
}

@Suite("Rendering can be cancelled")
struct CancellationTests {
    @Test func `a cancelled task stops in the middle of a page`() async throws {
        let views = try Templates(sources: ["home.ejs": "<% for (;;) { } %>"])
        let task = Task { try views.render("home") }
        task.cancel()
        let result = await task.result
        let error = #expect(throws: TemplateError.self) { try result.get() }
        #expect(error?.message == "the rendering was cancelled")
    }
}
