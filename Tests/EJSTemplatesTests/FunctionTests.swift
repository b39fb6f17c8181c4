import EJSTemplates
import Testing

@Suite("Functions run as in JavaScript")
struct FunctionTests {
    @Test(
        arguments: [
            Row("<%= l.map(x => x + '!') %>", "a!,b!,c!"),
            Row("<%= l.map(function (x, i) { return i + x }) %>", "0a,1b,2c"),
            Row("<% const f = x => x * 2 %><%= f(4) %>", "8"),
            Row("<% const add = a => b => a + b %><%= add(1)(2) %>", "3"),
            Row("<% const f = n => n ? n * f(n - 1) : 1 %><%= f(5) %>", "120"),
            Row("<% function f(a, b = 2, ...c) { return a + b + c.length } %><%= f(1) %>|<%= f(1, 1, 1, 1) %>", "3|4"),
            Row("<% const fs = []; for (let i = 0; i < 3; i++) fs[i] = () => i %><%= fs.map(f => f()) %>", "0,1,2"),
            Row("<% const fs = []; for (var i = 0; i < 3; i++) fs[i] = () => i %><%= fs.map(f => f()) %>", "3,3,3"),
            Row("<% const fs = {}; for (const k of l) fs[k] = () => k %><%= fs.a() + fs.c() %>", "ac"),
            Row("<% let n = 0; const up = () => { n++ }; up(); up() %><%= n %>", "2"),
            Row(
                "<% function li(x) { %><li><%= x %></li><% } %><% l.forEach(li1 => { li(li1) }) %>",
                "<li>a</li><li>b</li><li>c</li>"),
            Row("<% const o = { twice(x) { return 2 * x }, n: 1 } %><%= o.twice(o.n) %>", "2"),
            Row("<%= l.map(x => ({ x })).map(({ x }) => x) %>", "a,b,c"),
            Row("<% for (const [a, b = 'd'] of [['x', 'y'], ['z']]) { %><%= a + b %> <% } %>", "xy zd "),
            Row("<%= Math.round(2.5) %><%= Math.round(-2.5) %><%= 'ñ'.toUpperCase() %>", "3-2Ñ"),
            Row("<%= l.map(String) %><%= typeof (x => x) %><%= typeof Math %>", "a,b,cfunctionobject"),
            Row("<%= n.map(x => x) %>", nil), Row("<%= l.map(1) %>", nil), Row("<%= l() %>", nil),
            Row("<% g = () => later; %><%= g() %><% const later = 1 %>", nil),
        ])
    func `a function answers what it answers in JavaScript, or is refused`(row: Row) throws {
        let output = try? render(row.view, ["l": ["a", "b", "c"], "n": 1])
        #expect(output == row.output)
    }
}
