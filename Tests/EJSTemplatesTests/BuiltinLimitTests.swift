import EJSTemplates
import Testing

@Suite("What functions make is bounded")
struct BuiltinLimitTests {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "'x'.repeat(1e9)", "'xy'.repeat(2 ** 52)", "'x'.padStart(1e12)", "'x'.padEnd(1e9, 'ab')",
            "l.join('x'.repeat(5000))", "'a'.repeat(9000).replaceAll('a', 'bbbb')",
            "'a'.repeat(9000).replaceAll('', 'bbbb')", "'a'.repeat(9000).replace('a', 'bb'.repeat(4999))",
            "'a'.repeat(9000).split('').map(x => x + x).join('')", "JSON.stringify(l.map(x => 'y'.repeat(500)))",
            "JSON.stringify(l, null, 'z'.repeat(10)).repeat(99)",
            "'ß'.repeat(4999).toUpperCase().concat('a'.repeat(9000))",
            "encodeURIComponent('é'.repeat(4000))", "'ﷺ'.repeat(900).normalize('NFKD')",
        ])
    func `a text that grows has a length`(expression: String) throws {
        let list = TemplateValue([TemplateValue](repeating: 1, count: 100))
        let limits = TemplateLimits(outputBytes: 10_000)
        let error = try failure(of: "<% const made = \(expression) %>", ["l": list], limits: limits)
        #expect(error.message.contains("more than 10000 bytes"))
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "Array.from({ length: 4294967295 })", "l.flatMap(x => l).flatMap(x => l).flatMap(x => l)",
            "(() => { let a = l; for (;;) { a = a.concat(a) } })()", "l.map(x => l.map(y => l.map(z => l)))",
            "(() => { let a = [...l]; for (;;) { a.push(...a) } })()", "(() => { for (;;) { l.includes(5) } })()",
            "(() => { for (;;) { l.slice() } })()", "(() => { for (;;) { [...l].sort() } })()",
            "(() => { for (;;) { Object.keys(l) } })()", "(() => { for (;;) { JSON.stringify(l) } })()",
            "(() => { for (;;) { (5).toLocaleString() } })()", "(() => { for (;;) { 'a'.localeCompare('b') } })()",
            "(() => { for (;;) { Math.max(...l) } })()", "(() => { for (;;) { new Date('2024-01-01') } })()",
        ])
    func `a list that grows, or a loop of calls, ends in steps`(expression: String) throws {
        let list = TemplateValue([TemplateValue](repeating: 1, count: 100))
        let error = try failure(
            of: "<% const made = \(expression) %>", ["l": list], limits: TemplateLimits(steps: 50_000))
        #expect(error.message == "more than 50000 steps")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["includes(p)", "lastIndexOf(p)", "split(p)", "replaceAll(p, '')"])
    func `looking for a text takes linear time`(call: String) throws {
        let text = TemplateValue(String(repeating: "a", count: 1_000_000))
        let part = TemplateValue(String(repeating: "a", count: 500_000) + "b")
        _ = try render("<% s.\(call) %>", ["s": text, "p": part])
    }

    @Test(arguments: ["JSON.stringify(o)", "[a].flat(Infinity)", "String(a)"])
    func `what holds itself is an error`(expression: String) throws {
        let view = "<% const o = {}, a = []; o.self = o; a.push(a) %><%= \(expression) %>"
        #expect(try failure(of: view).message.contains("deeper than 200 levels"))
    }
}
