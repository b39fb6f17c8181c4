/// Text, tags and what stands in them.
extension Maker {
    mutating func statements(upTo count: Int) -> Tree {
        let outside = (names, variables)
        defer { (names, variables) = outside }
        return .list((0..<(1 + random.below(count))).map { _ in statement() })
    }

    private mutating func statement() -> Tree {
        depth += 1
        defer { depth -= 1 }
        switch random.below(depth > 3 ? 6 : 18) {
        case 0: return plain()
        case 1...3: return output()
        case 4: return declaration()
        case 5: return assignment()
        case 6, 7: return branch()
        case 8, 9: return forOf()
        case 10: return counted()
        case 11, 12: return forEach()
        case 13: return include()
        case 14: return forIn()
        case 15, 16: return rareStatement()
        default: return inOneTag()
        }
    }

    private mutating func plain() -> Tree {
        .text(
            random.pick([
                "<p class=\"a\">\n", " text ", "\n", "</li>\n", "\r\n", "<%# a comment %>", "<%% literal %>", "%%>",
                "  \n  ", "é😀",
                "<!-- x -->", "`$\\", "<script>let a = 1;</script>",
            ]))
    }

    /// A tag with its marks, some of which take white space away.
    mutating func tag(_ parts: [Tree]) -> Tree {
        let open = random.pick(["<% ", "<% ", "<% ", "<%_ ", "<%\n"])
        let close = random.pick([" %>", " %>", " %>\n", " -%>\n", " _%>  \n", "\n%>"])
        return .group([.text(open)] + parts + [.text(close)])
    }

    mutating func output() -> Tree {
        let outside = depth
        defer { depth = outside }
        depth = max(depth, 1)
        return .group([
            .text(random.pick(["<%= ", "<%= ", "<%- "])), any(), .text(random.pick([" %>", " %>", "; %>", " -%>\n"])),
        ])
    }

    // MARK: Declarations

    private mutating func declaration() -> Tree {
        let kind = random.pick(["const", "let", "var", "let"])
        let name = newName()
        let value = any()
        names += [name, name]
        if kind != "const" { variables.append(name) }
        return tag([.text("\(kind) \(name) = "), value, .text(random.pick([";", ""]))])
    }

    private mutating func assignment() -> Tree {
        guard let name = variables.randomElement(using: &random) else { return output() }
        switch random.below(4) {
        case 0: return tag([.text(name + random.pick(["++", "--", " += 1"]))])
        case 1: return tag([.text(name + random.pick([" += ", " -= ", " *= "])), any(), .text(";")])
        default: return tag([.text(name + " = "), any()])
        }
    }

    // MARK: Branches

    private mutating func branch() -> Tree {
        var parts = [tag([.text("if ("), truth(), .text(") {")]), statements(upTo: 3)]
        if random.chance(30) { parts += [tag([.text("} else if ("), truth(), .text(") {")]), statements(upTo: 2)] }
        if random.chance(50) { parts += [tag([.text("} else {")]), statements(upTo: 2)] }
        return .group(parts + [tag([.text("}")])])
    }

    /// Statements that stand in one tag.
    private mutating func inOneTag() -> Tree {
        guard let name = variables.randomElement(using: &random) else { return declaration() }
        switch random.below(3) {
        case 0: return tag([.text("if ("), truth(), .text(") \(name) = "), any(), .text(";")])
        case 1:
            return tag([
                .text("if ("), truth(), .text(") { \(name) = "), any(), .text(" } else { \(name) = "), any(),
                .text(" }"),
            ])
        default:
            let element = newName("y")
            return tag([.text("for (const \(element) of "), list(), .text(") { \(name) = \(element); }")])
        }
    }

    // MARK: Loops

    private mutating func body(_ exits: [String], _ added: [String]) -> Tree {
        let outside = (names, self.exits)
        defer { (names, self.exits) = outside }
        names += added + added
        self.exits = exits
        let body = statements(upTo: 3)
        guard random.chance(25), let exit = exits.randomElement(using: &random) else { return body }
        return .list([tag([.text("if ("), truth(), .text(") \(exit);")]), body])
    }

    private mutating func forOf() -> Tree {
        let name = newName("x")
        let kind = random.pick(["const ", "let ", "var "])
        let list = list()
        return .group([
            tag([.text("for (\(kind)\(name) of "), list, .text(") {")]), body(["break", "continue"], [name]),
            tag([.text("}")]),
        ])
    }

    private mutating func forIn() -> Tree {
        let name = newName("k")
        let object = random.chance(70) ? object() : list()
        return .group([
            tag([.text("for (const \(name) in "), object, .text(") {")]), body(["break", "continue"], [name]),
            tag([.text("}")]),
        ])
    }

    private mutating func counted() -> Tree {
        let name = newName("i")
        let head = random.pick([
            "let \(name) = 0; \(name) < 3; \(name)++", "var \(name) = 0; \(name) < l.length; \(name)++",
            "let \(name) = 5; \(name) > 0; \(name) -= 2", "let \(name) = 1; \(name) <= 2; \(name) += 1",
            "let \(name) = 0, end\(name) = ls.length; \(name) < end\(name); ++\(name)",
        ])
        return .group([tag([.text("for (\(head)) {")]), body(["break", "continue"], [name]), tag([.text("}")])])
    }

    private mutating func forEach() -> Tree {
        let name = newName("x")
        let index = newName("i")
        let head = random.pick([
            "\(name) => {", "(\(name), \(index)) => {", "function (\(name), \(index)) {", "function(\(name)) {",
        ])
        let outside = variables
        defer { variables = outside }
        let added = head.contains(index) ? [name, index] : [name]
        return .group([
            tag([list(), .text(".forEach(\(head)")]), body(["return", "return"], added),
            tag([.text(random.pick(["})", "});"]))]),
        ])
    }

    private mutating func include() -> Tree {
        let sign = random.pick(["<%- ", "<%- ", "<%= "])
        if random.chance(30) { return .text(sign + "include('part', { given: 1 }) %>") }
        return .group([.text(sign + "include('part.ejs', { given: "), any(), .text(" }) %>")])
    }
}
