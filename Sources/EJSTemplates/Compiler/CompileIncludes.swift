extension Compiler {
    /// Compiles `include(path, data)`, and what else takes the path of a view.
    mutating func compileInclude(
        _ path: Expression, _ data: Expression?, _ use: IncludeSite.Use, at offset: Int
    ) throws(Fault) {
        var target = IncludeSite.Target.computed
        if case .constant(.string(let written)) = path.withoutGroups.kind {
            target = .written(written)
        } else {
            try compile(path)
        }
        if let data { try compile(data) }
        let site = IncludeSite(
            target: target, hasData: data != nil, use: use, offset: path.offset, isCertain: conditions == 0)
        code.includes.append(site)
        emit(.include(code.includes.count - 1), at: offset)
    }

    /// Compiles `layout(path)` and `partial(path, data)`.
    ///
    /// - Returns: `false` when something else is called.
    mutating func compileViewCall(
        _ callee: Expression, _ arguments: [Expression], at offset: Int
    ) throws(Fault) -> Bool {
        guard case .name(let name) = callee.kind, name == "layout" || name == "partial",
            case .local = meaning(of: name)
        else { return false }
        guard let path = arguments.first, arguments.count <= (name == "layout" ? 1 : 2) else {
            throw error(at: offset, "\(name) takes the path of a view", hint: "write \(name)(\"file\")")
        }
        try compileInclude(path, arguments.dropFirst().first, name == "layout" ? .layout : .partial, at: offset)
        return true
    }

    /// Compiles an object of all names that are declared around the place.
    mutating func compileVisibleNames(at offset: Int) throws(Fault) {
        let names = Set(contexts.flatMap(\.scopes.readyNames)).sorted()
        for name in names { try compileName(Name(text: name, offset: offset)) }
        code.shapes.append(names)
        emit(.object(shape: code.shapes.count - 1), at: offset)
    }
}
