/// Methods that change a list, and those that answer a changed copy.
///
/// Source: ECMA-262, 23.1.3.
enum ArrayChanges {
    static let all: [String: Builtin] = [
        "push": { renderer, this, arguments throws(Fault) in
            let array = try renderer.ownList(this, "push")
            array.elements += arguments.values
            try renderer.spend(arguments.count)
            return Value(array.elements.count)
        },
        "pop": { renderer, this, _ throws(Fault) in try renderer.ownList(this, "pop").elements.popLast() ?? .undefined
        },
        "shift": { renderer, this, _ throws(Fault) in
            let array = try renderer.ownList(this, "shift")
            try renderer.spend(array.elements.count / 8)
            return array.elements.isEmpty ? .undefined : array.elements.removeFirst()
        },
        "unshift": { renderer, this, arguments throws(Fault) in
            let array = try renderer.ownList(this, "unshift")
            array.elements.insert(contentsOf: arguments.values, at: 0)
            try renderer.spend(array.elements.count / 8)
            return Value(array.elements.count)
        },
        "splice": { renderer, this, arguments throws(Fault) in
            let array = try renderer.ownList(this, "splice")
            let change = try Splice(arguments, array.elements.count, &renderer)
            let removed = Array(array.elements[change.range])
            array.elements.replaceSubrange(change.range, with: change.added)
            return try renderer.array(removed)
        },
        "toSpliced": { renderer, this, arguments throws(Fault) in
            var elements = try renderer.list(this).values
            let change = try Splice(arguments, elements.count, &renderer)
            elements.replaceSubrange(change.range, with: change.added)
            return try renderer.array(elements)
        },
        "reverse": { renderer, this, _ throws(Fault) in
            let array = try renderer.ownList(this, "reverse")
            array.elements.reverse()
            return .array(array)
        },
        "toReversed": { renderer, this, _ throws(Fault) in
            try renderer.array(try renderer.list(this).values.reversed())
        },
        "sort": { renderer, this, arguments throws(Fault) in
            let array = try renderer.ownList(this, "sort")
            array.elements = try ListSort.sorted(array.elements, by: arguments[0], &renderer)
            return .array(array)
        },
        "toSorted": { renderer, this, arguments throws(Fault) in
            try renderer.array(try ListSort.sorted(try renderer.list(this).values, by: arguments[0], &renderer))
        },
        "fill": { renderer, this, arguments throws(Fault) in
            let array = try renderer.ownList(this, "fill")
            let count = array.elements.count
            let start = try renderer.position(of: arguments[1], in: count)
            let end = try renderer.position(of: arguments[2], in: count, absent: count)
            for index in start..<max(start, end) { array.elements[index] = arguments[0] }
            return .array(array)
        },
        "with": { renderer, this, arguments throws(Fault) in
            var elements = try renderer.list(this).values
            guard let index = try renderer.index(of: arguments[0], in: elements.count) else {
                throw .here("invalid index: \(try renderer.text(of: arguments[0]))")
            }
            elements[index] = arguments[1]
            return try renderer.array(elements)
        },
    ]
}

extension Renderer {
    /// The list that a method changes.
    fileprivate mutating func ownList(_ value: Value, _ method: String) throws(Fault) -> ArrayObject {
        guard let list = try owned(value) else { throw .here("\(method) of what is no list") }
        return list
    }
}

/// What `splice` takes out and puts in.
private struct Splice {
    let range: Range<Int>
    let added: [Value]

    init(_ arguments: Arguments, _ count: Int, _ renderer: inout Renderer) throws(Fault) {
        let start = try renderer.position(of: arguments[0], in: count)
        switch arguments.count {
        case 0: range = 0..<0
        case 1: range = start..<count
        case _: range = start..<(start + (try renderer.clampedPosition(of: arguments[1], in: count - start)))
        }
        added = arguments.dropFirst(2)
        try renderer.spend(count / 8 + added.count)
    }
}
