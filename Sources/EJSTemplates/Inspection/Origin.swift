extension Expression {
    /// Where what a value prints comes from.
    enum Origin {
        /// From the view itself: a text written there, a number worked out, another view.
        case view
        case data
        /// From data, as JSON.
        case json
    }

    var origin: Origin {
        switch kind {
        case .constant, .slot, .regExp, .environment, .new, .include, .visibleNames, .function, .unary, .update,
            .delete:
            return .view
        case .name(let name): return name == "body" ? .view : .data
        case .locals, .element: return .data
        case .member(_, let name, _): return name == "length" ? .view : .data
        case .call(let callee, let arguments, _): return Self.origin(ofCall: callee, arguments)
        case .binary(.add, let left, let right): return Self.worst([left, right])
        case .binary: return .view
        case .logical(.and, _, let right): return right.origin
        case .logical(_, let left, let right): return Self.worst([left, right])
        case .conditional(_, let then, let otherwise): return Self.worst([then, otherwise])
        case .template(let parts), .array(let parts): return Self.worst(parts)
        case .object: return .view
        case .spread(let inner), .group(let inner), .assign(_, _, let inner): return inner.origin
        case .sequence(let parts): return parts.last?.origin ?? .view
        }
    }

    private static func worst(_ parts: [Expression]) -> Origin {
        parts.map(\.origin).first { if case .view = $0 { false } else { true } } ?? .view
    }

    /// A function of the app answers for what it returns; a method of a value returns a part of it.
    private static func origin(ofCall callee: Expression, _ arguments: [Expression]) -> Origin {
        switch callee.kind {
        case .name(let name): return name == "String" ? worst(arguments) : .view
        case .member(let base, let name, _):
            if case .name("JSON") = base.kind, name == "stringify" { return worst(arguments) == .view ? .view : .json }
            if case .name(let namespace) = base.kind, Builtins.statics[namespace] != nil { return .view }
            return countingMethods.contains(name) ? .view : worst([base] + arguments)
        case _: return .data
        }
    }

    /// Methods that answer numbers, or texts of digits.
    private static let countingMethods: Set<String> = [
        "toFixed", "toPrecision", "indexOf", "lastIndexOf", "findIndex", "toISOString", "getTime", "getFullYear",
        "getMonth", "getDate", "getDay", "getHours", "getMinutes", "includes", "startsWith", "endsWith", "some",
        "every",
        "toDateString", "toLocaleDateString", "toLocaleTimeString", "toUTCString",
    ]
}
