/// A piece of a view that is put together of others, so that it can be made smaller and stay a view.
indirect enum Tree {
    case text(String)
    /// An expression of such pieces; any of its expressions, or a plain value, may take its place.
    case expression([Tree])
    /// Statements, each of which may be left out.
    case list([Tree])
    /// Pieces that belong together.
    case group([Tree])

    /// The source text.
    var source: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .text(let part): text += part
        case .expression(let parts), .list(let parts), .group(let parts): for part in parts { part.write(to: &text) }
        }
    }
}

extension Tree {
    /// Trees that are a little smaller, the smallest first.
    var smaller: [Tree] {
        switch self {
        case .text: return []
        case .expression(let parts):
            let plain = ["(1)", "''", "'a'", "[]", "({})"].filter { $0.utf8.count < source.utf8.count }
            return plain.map { .expression([.text($0)]) } + expressionsInside
                + Self.smaller(parts).map { .expression($0) }
        case .list(let parts):
            let halves =
                parts.count > 3 ? [Array(parts.prefix(parts.count / 2)), Array(parts.suffix(parts.count / 2))] : []
            let without = parts.indices.map { index in parts.enumerated().filter { $0.offset != index }.map(\.element) }
            let opened = parts.flatMap(\.listsInside)
            return (halves + without).map { .list($0) } + opened + Self.smaller(parts).map { .list($0) }
        case .group(let parts): return Self.smaller(parts).map { .group($0) }
        }
    }

    private static func smaller(_ parts: [Tree]) -> [[Tree]] {
        parts.indices.flatMap { index in
            parts[index].smaller.map { part in
                var changed = parts
                changed[index] = part
                return changed
            }
        }
    }

    private var parts: [Tree] {
        switch self {
        case .text: []
        case .expression(let parts), .list(let parts), .group(let parts): parts
        }
    }

    private var expressionsInside: [Tree] {
        parts.flatMap { part -> [Tree] in
            if case .expression = part { [part] } else { part.expressionsInside }
        }
    }

    private var listsInside: [Tree] {
        parts.flatMap { part -> [Tree] in
            if case .list = part { [part] } else { part.listsInside }
        }
    }
}
