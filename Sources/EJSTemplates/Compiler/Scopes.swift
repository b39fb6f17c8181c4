/// Which names are declared where the compiler stands, and what they mean there.
struct Scopes {
    /// A declared name.
    struct Binding {
        var slot: Int
        var kind: Kind
        /// False between the start of a block and the declaration.
        var isReady = true
    }

    enum Kind {
        case const, `let`, `var`
        /// A `var` of the view itself, which is one with the local of the same name.
        case local
    }

    /// The bindings of each name, the innermost last.
    private var bindings: [String: [Binding]] = [:]
    private var open: [Set<String>] = []

    mutating func enter() { open.append([]) }

    mutating func leave() {
        for name in open.removeLast() { bindings[name]?.removeLast() }
    }

    /// - Returns: `false` when the innermost scope has the name already.
    mutating func declare(_ name: String, _ binding: Binding) -> Bool {
        guard open[open.count - 1].insert(name).inserted else { return false }
        bindings[name, default: []].append(binding)
        return true
    }

    /// Marks the innermost binding of a name, which is not ready yet, as ready.
    mutating func complete(_ name: String) {
        guard var list = bindings[name], let last = list.indices.last else { return }
        list[last].isReady = true
        bindings[name] = list
    }

    /// All names whose declarations have been passed.
    var readyNames: [String] { bindings.compactMap { $0.value.last?.isReady == true ? $0.key : nil } }

    var depth: Int { open.count }

    /// - Returns: `nil` for names that are not declared.
    func binding(of name: String) -> Binding? { bindings[name]?.last }
}

extension Scopes.Kind {
    init(_ kind: DeclarationKind) {
        switch kind {
        case .const: self = .const
        case .let: self = .let
        case .var: self = .var
        }
    }
}

extension Statement {
    /// The names that `var` declares in these statements, outside of functions.
    static func variables(in statements: [Statement]) -> [Name] { statements.flatMap(\.variables) }

    private var variables: [Name] {
        switch self {
        case .declare(.var, let list): list.flatMap(\.pattern.names)
        case .branch(let branches, let otherwise):
            branches.flatMap { Self.variables(in: $0.body) } + Self.variables(in: otherwise ?? [])
        case .loop(let loop, _): (loop.kind == .var ? loop.pattern.names : []) + Self.variables(in: loop.body)
        case .forCount(let start, _, _, let body): (start?.variables ?? []) + Self.variables(in: body)
        case .while(_, let body, _): Self.variables(in: body)
        case .switch(_, let cases): cases.flatMap { Self.variables(in: $0.body) }
        case .block(let body): Self.variables(in: body)
        case .declare, .text, .output, .expression, .function, .exit: []
        }
    }

    /// The names that `let` and `const` declare at the top of these statements.
    static func blockNames(in statements: [Statement]) -> [(Name, DeclarationKind)] {
        statements.flatMap { statement in
            guard case .declare(let kind, let list) = statement, kind != .var else {
                return [(Name, DeclarationKind)]()
            }
            return list.flatMap { $0.pattern.names.map { ($0, kind) } }
        }
    }

    /// The functions that are declared at the top of these statements.
    static func functions(in statements: [Statement]) -> [(Name, Function)] {
        statements.compactMap { statement in
            guard case .function(let name, let function) = statement else { return nil }
            return (name, function)
        }
    }
}
