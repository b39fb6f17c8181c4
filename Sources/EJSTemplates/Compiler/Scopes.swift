/// Which names are declared where the compiler stands, and what they mean there.
struct Scopes {
    enum Binding {
        /// A declared name; it is not ready between the start of its block and its declaration.
        case slot(Int, DeclarationKind, isReady: Bool)
        /// A `var` of the view itself, which the local of the same name replaces.
        case variable(slot: Int, local: Int)
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
        guard case .slot(let slot, let kind, isReady: false) = bindings[name]?.popLast() else { return }
        bindings[name]?.append(.slot(slot, kind, isReady: true))
    }

    /// - Returns: `nil` for names that are not declared, which are locals.
    func binding(of name: String) -> Binding? { bindings[name]?.last }
}

extension Statement {
    /// The names that `var` declares in these statements, outside of functions.
    static func variables(in statements: [Statement]) -> [Name] { statements.flatMap(\.variables) }

    private var variables: [Name] {
        switch self {
        case .declare(.var, let list): list.map(\.name)
        case .branch(let branches, let otherwise):
            branches.flatMap { Self.variables(in: $0.body) } + Self.variables(in: otherwise ?? [])
        case .forOf(let loop, _): (loop.kind == .var ? [loop.name] : []) + Self.variables(in: loop.body)
        case .forCount(let start, _, _, let body): (start?.variables ?? []) + Self.variables(in: body)
        case .block(let body): Self.variables(in: body)
        case .declare, .text, .output, .expression, .exit: []
        }
    }

    /// The names that `let` and `const` declare at the top of these statements.
    static func blockNames(in statements: [Statement]) -> [(Name, DeclarationKind)] {
        statements.flatMap { statement in
            guard case .declare(let kind, let list) = statement, kind != .var else {
                return [(Name, DeclarationKind)]()
            }
            return list.map { ($0.name, kind) }
        }
    }
}
