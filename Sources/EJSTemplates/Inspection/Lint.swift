/// Looks through a view for what the five escapes do not protect from.
struct Lint {
    private let source: SourceFile
    private var context = HTMLContext()
    private var warnings: [TemplateWarning] = []

    /// The warnings of a view, in order.
    static func warnings(of statements: [Statement], in source: SourceFile) -> [TemplateWarning] {
        var lint = Lint(source: source)
        lint.read(statements)
        return lint.warnings
    }

    private init(source: SourceFile) { self.source = source }

    /// What a value printed at a place may do there; `nil` for nothing.
    ///
    /// A pure table: place × escapes × what the value is.
    static func risk(
        at place: HTMLContext.Place, isEscaped: Bool, _ origin: Expression.Origin
    ) -> TemplateWarning.Risk? {
        switch (place, isEscaped, origin) {
        case (_, _, .view), (.comment, true, _): nil
        case (.element("script"), _, .json): .scriptJSON
        case (.element("script"), true, .data): .script
        case (.attribute(_, _, isQuoted: false, _), true, _): .unquotedAttribute
        case (.attribute(let name, _, isQuoted: true, _), true, _) where name.hasPrefix("on"): .eventHandler
        case (.attribute(let name, let element, isQuoted: true, isStart: true), true, _)
        where addresses[name]?.contains(element) == true:
            .address
        case (_, false, _): .unescaped
        case (.text, true, _), (.tag, true, _), (.element, true, _), (.attribute, true, _): nil
        }
    }

    /// The attributes whose address a browser goes to or runs, and their elements.
    private static let addresses: [String: Set<String>] = [
        "href": ["a", "area", "base"], "xlink:href": ["a"], "src": ["script", "iframe", "embed", "frame"],
        "srcdoc": ["iframe"], "data": ["object"], "action": ["form"], "formaction": ["button", "input"],
    ]
}

// MARK: - The view in order

extension Lint {
    private mutating func read(_ statements: [Statement]) {
        for statement in statements { read(statement) }
    }

    private mutating func read(_ statement: Statement) {
        switch statement {
        case .text(let range): context.read(source.bytes[range])
        case .output(let value, let isEscaped):
            note(value, isEscaped: isEscaped)
            read(value)
            context.readOutput()
        case .expression(let value): read(value)
        case .declare(_, let list): for item in list { if let value = item.value { read(value) } }
        case .function(_, let function): read(function)
        case .branch(let branches, let otherwise):
            for branch in branches { read(branch.body) }
            read(otherwise ?? [])
        case .loop(let loop, _): read(loop.body)
        case .forCount(_, _, _, let body), .while(_, let body, _), .block(let body): read(body)
        case .switch(_, let cases): for one in cases { read(one.body) }
        case .exit: break
        }
    }

    /// Reads what the functions in an expression print.
    private mutating func read(_ expression: Expression) {
        switch expression.kind {
        case .function(let function): read(function)
        case .call(let callee, let arguments, _):
            read(callee)
            for argument in arguments { read(argument) }
        case .member(let base, _, _), .group(let base): read(base)
        case _: break
        }
    }

    private mutating func read(_ function: Function) {
        if case .statements(let body) = function.body { read(body) }
    }

    private mutating func note(_ value: Expression, isEscaped: Bool) {
        guard let risk = Self.risk(at: context.place, isEscaped: isEscaped, value.origin) else { return }
        let error = source.error(at: value.offset, message(of: risk), hint: hint(for: risk))
        warnings.append(TemplateWarning(risk: risk, error: error))
    }

    private var attribute: String {
        if case .attribute(let name, _, _, _) = context.place { name } else { "" }
    }

    private func message(of risk: TemplateWarning.Risk) -> String {
        switch risk {
        case .unescaped: "<%- prints a value without escapes"
        case .scriptJSON: "JSON.stringify keeps \"</script>\", which ends the script"
        case .script: "<%= escapes HTML, but this is JavaScript"
        case .unquotedAttribute: "a blank in the value ends the attribute \(attribute)"
        case .address: "the address in \(attribute) may begin with \"javascript:\""
        case .eventHandler: "\(attribute) runs as JavaScript, which the escapes do not protect"
        }
    }

    private func hint(for risk: TemplateWarning.Risk) -> String {
        switch risk {
        case .unescaped: "write <%= … %>, or clean the HTML in the handler"
        case .scriptJSON, .script: "write <%- jsonForScript(value) %>, without quotes around it"
        case .unquotedAttribute: "write \(attribute)=\"<%= … %>\""
        case .address: "begin it with a path, as \"/users/<%= id %>\", or check it in the handler"
        case .eventHandler: "put the value into a data- attribute and read it from a script"
        }
    }
}
