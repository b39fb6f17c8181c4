/// What views seldom hold: patterns, functions with names, objects that are built up, regular expressions.
extension Maker {
    mutating func rareStatement() -> Tree {
        switch random.below(10) {
        case 0: function()
        case 8: chosen()
        case 9: grouped()
        case 1: objectBuilt()
        case 2: listBuilt()
        case 3: patternDeclared()
        case 4: patternLoop()
        case 5: whileLoop()
        case 6: closureCounted()
        default: dataChanged()
        }
    }

    private mutating func function() -> Tree {
        let name = newName("f")
        let parameter = newName("p")
        let outside = names
        names += [parameter, parameter, parameter]
        let body = nested(.any)
        names = outside
        let heads = [
            "function \(name)(\(parameter)) { return ", "const \(name) = function (\(parameter) = 1) { return ",
            "const \(name) = (\(parameter), ...rest) => { return ", "let \(name) = \(parameter) => { return ",
        ]
        let argument = nested(.any)
        return .group([
            tag([.text(random.pick(heads)), body, .text("; }")]),
            .group([.text("<%= \(name)("), argument, .text(") %>")]),
        ])
    }

    private mutating func objectBuilt() -> Tree {
        let name = newName("g")
        let element = newName("y")
        let key = random.pick(["String(\(element)).length", "typeof \(element)", "'k' + \(element)"])
        let change = random.pick([
            "(\(name)[\(key)] = \(name)[\(key)] || []).push(\(element))", "\(name)[\(key)] = \(element)",
            "if (!\(name)[\(key)]) { \(name)[\(key)] = []; } \(name)[\(key)].push(\(element))",
            "\(name).last = \(element)",
            "delete \(name)[\(key)]; \(name)[\(key)] = 1", "\(name)[\(key)] = (\(name)[\(key)] ?? 0) + 1",
        ])
        let list = nested(.list)
        return .group([
            tag([.text("const \(name) = {}; for (const \(element) of "), list, .text(") { \(change); }")]),
            .text("<%- JSON.stringify(\(name)) %><%= 'last' in \(name) %>"),
        ])
    }

    private mutating func listBuilt() -> Tree {
        let name = newName("a")
        let change = random.pick([
            "\(name).push(1, 2)", "\(name)[0] = 'z'", "\(name).pop(); \(name).unshift('q')", "\(name).sort().reverse()",
            "\(name)[\(name).length] = 5", "\(name).splice(1, 1, 'x', 'y')", "\(name).shift()", "\(name).length",
        ])
        let list = nested(.list)
        return .group([
            tag([.text("const \(name) = [..."), list, .text("]; const same\(name) = \(name); \(change);")]),
            .text("<%= \(name) %><%= same\(name).length %>"),
        ])
    }

    private mutating func patternDeclared() -> Tree {
        let (first, second) = (newName(), newName())
        let (pattern, value) = random.pick([
            ("{ a: \(first), b: \(second) = 5 }", Kind.object), ("[\(first), \(second) = 'd']", .list),
            ("[, \(first), ...\(second)]", .list), ("{ name: \(first), ...\(second) }", .object),
        ])
        let source = nested(value)
        names += [first, second]
        return tag([.text("const \(pattern) = "), source, .text(";")])
    }

    private mutating func patternLoop() -> Tree {
        let (key, value) = (newName("k"), newName("w"))
        let object = nested(.object)
        let outside = names
        names += [key, value, value]
        defer { names = outside }
        let (head, end) = random.pick([
            ("for (const [\(key), \(value)] of Object.entries(", ")) {"),
            ("Object.entries(", ").forEach(([\(key), \(value)]) => {"),
        ])
        return .group([
            tag([.text(head), object, .text(end)]), statements(upTo: 2),
            tag([.text(head.hasPrefix("for") ? "}" : "})")]),
        ])
    }

    private mutating func whileLoop() -> Tree {
        let name = newName("c")
        let outside = names
        names.append(name)
        defer { names = outside }
        let (head, end) = random.pick([
            ("let \(name) = 3; while (\(name)-- > 0) {", "}"), ("let \(name) = 0; do {", "} while (++\(name) < 3);"),
        ])
        return .group([tag([.text(head)]), statements(upTo: 2), tag([.text(end)])])
    }

    private mutating func closureCounted() -> Tree {
        let (name, count) = (newName("h"), newName("n"))
        let list = nested(.list)
        let value = nested(.any)
        return .group([
            tag([.text("let \(count) = 0; const \(name) = (x) => { \(count) += 1; return x; };")]),
            tag([list, .text(".forEach(x => { \(name)(x) });")]),
            .group([.text("<%= \(name)("), value, .text(") %><%= \(count) %>")]),
        ])
    }

    private mutating func chosen() -> Tree {
        let value = nested(random.chance(50) ? .number : .text)
        let first = nested(random.chance(50) ? .number : .text)
        let leaves = random.pick(["break;", "break;", ""])
        return .group([
            tag([.text("switch ("), value, .text(") { case "), first, .text(":")]), statements(upTo: 2),
            tag([.text(leaves + " case 1: case 'a':")]), statements(upTo: 2),
            tag([.text(leaves + " default:")]), statements(upTo: 2), tag([.text("}")]),
        ])
    }

    private mutating func grouped() -> Tree {
        let list = nested(.list)
        return .group([
            .text("<%- JSON.stringify("), list,
            .text(
                random.pick([
                    ".reduce((all, x) => { (all[typeof x] = all[typeof x] || []).push(x); return all; }, {})",
                    ".map((x, i) => ({ x, i })).sort((p, q) => p.x > q.x ? 1 : -1)",
                    ".map(x => [x, 1]).filter(([a, b]) => a != null || b)",
                    ".reduce((all, x) => ({ ...all, [x]: 1 }), {})",
                    ".map((x, i, all) => all.indexOf(x) === i)",
                    ".slice().sort((a, b) => String(a).length - String(b).length)",
                    ".findLast(x => x)", ".flatMap((x, i) => i % 2 ? [] : [x, i])",
                ])), .text(") %>"),
        ])
    }

    private mutating func dataChanged() -> Tree {
        .text(
            random.pick([
                "<% l.reverse() %><%= l %>", "<% ls.sort() %><%= ls.join('|') %>",
                "<% if (lo.length < 6) { lo.push({ name: s }) } %><%= lo.length %>",
                "<% o.added = n %><%= Object.keys(o) %>",
                "<% if (lo[0]) { lo[0].name = 'x' } %><%= lo.map(p => p.name) %>",
                "<% s = s + '!' %><%= s %>", "<% fresh = 1 %><%= fresh + 1 %>", "<% n++ %><%= n %>",
                "<%= l.pop() %><%= l %>",
            ]))
    }

    // MARK: Regular expressions

    mutating func pattern() -> String {
        let literal = random.pick([
            "/a/", "/a/g", "/[a-z]+/gi", "/\\s+/g", "/(\\w)(\\w)/", "/^\\s*|\\s*$/g", "/\\d{1,3}/g", "/./g", "/x?/g",
            "/[^\\x00-\\x7F]/g", "/<[^>]*>/g", "/(a|b)+/", "/\\B(?=(\\d{3})+(?!\\d))/g", "/-/g", "/\\n/g", "/[,;]/",
            "/(?:^|\\s)\\S/g", "/^[A-Z]/", "/o$/m", "/\\bh/", "/[\\u00e0-\\u00ff]/gi",
        ])
        // Looking around is refused, and stays out.
        return literal.contains("?=") ? "/\\d+/g" : literal
    }

    mutating func patternText() -> Tree {
        let pattern = pattern()
        let text = nested(.text)
        let end = random.pick([
            ".replace(\(pattern), '-')", ".replace(\(pattern), '[$&]')", ".replace(\(pattern), m => m.toUpperCase())",
            ".split(\(pattern)).join('|')", ".search(\(pattern))", ".replace(\(pattern), '$1$2$$')",
            ".match(\(pattern))", ".replace(\(pattern), (m, i) => '<' + i + '>')",
        ])
        let test = Tree.expression([.text("String(\(pattern).test("), text, .text("))")])
        return random.chance(20) ? test : .expression([.text("String("), text, .text(end + ")")])
    }
}
