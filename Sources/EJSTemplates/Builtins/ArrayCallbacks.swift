/// Methods of lists that call a function for each element.
///
/// Source: ECMA-262, 23.1.3.
enum ArrayCallbacks {
    static let all: [String: Builtin] = [
        "forEach": { renderer, this, arguments throws(Fault) in
            try each(&renderer, this, arguments) { _, _, _ in true }
            return .undefined
        },
        "map": { renderer, this, arguments throws(Fault) in
            let count = try renderer.list(this).count
            var results: [Value] = []
            try each(&renderer, this, arguments) { _, _, result in
                results.append(result)
                return true
            }
            return try renderer.array(results + repeatElement(.undefined, count: count - results.count))
        },
        "filter": { renderer, this, arguments throws(Fault) in
            var kept: [Value] = []
            try each(&renderer, this, arguments) { element, _, result in
                if result.isTrue { kept.append(element) }
                return true
            }
            return try renderer.array(kept)
        },
        "find": { renderer, this, arguments throws(Fault) in
            try first(&renderer, this, arguments)?.element ?? .undefined
        },
        "findIndex": { renderer, this, arguments throws(Fault) in
            Value(try first(&renderer, this, arguments)?.index ?? -1)
        },
        "findLast": { renderer, this, arguments throws(Fault) in
            try last(&renderer, this, arguments)?.element ?? .undefined
        },
        "findLastIndex": { renderer, this, arguments throws(Fault) in
            Value(try last(&renderer, this, arguments)?.index ?? -1)
        },
        "some": { renderer, this, arguments throws(Fault) in
            .bool(try first(&renderer, this, arguments) != nil)
        },
        "every": { renderer, this, arguments throws(Fault) in
            var holds = true
            try each(&renderer, this, arguments) { _, _, result in
                holds = result.isTrue
                return holds
            }
            return .bool(holds)
        },
        "flatMap": { renderer, this, arguments throws(Fault) in
            let callback = try renderer.callback(arguments[0])
            var flat: [Value] = []
            for index in try renderer.list(this).indices {
                guard let element = try element(index, &renderer, this) else { break }
                let result = try renderer.call(callback, Arguments(element, Value(index), this))
                guard let elements = Elements(result) else {
                    flat.append(result)
                    continue
                }
                try renderer.spend(elements.count / 4)
                flat += elements
            }
            return try renderer.array(flat)
        },
        "reduce": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            return try fold(&renderer, this, elements, Array(elements.indices), arguments)
        },
        "reduceRight": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            return try fold(&renderer, this, elements, elements.indices.reversed(), arguments)
        },
    ]

    /// Calls the function with each element, its index and the list, as long as `goesOn` says so.
    ///
    /// Elements that are added on the way do not come; those that are gone by then do not either.
    private static func each(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments,
        _ goesOn: (_ element: Value, _ index: Int, _ result: Value) -> Bool
    ) throws(Fault) {
        let callback = try renderer.callback(arguments[0])
        for index in try renderer.list(this).indices {
            guard let element = try element(index, &renderer, this) else { return }
            let result = try renderer.call(callback, Arguments(element, Value(index), this))
            guard goesOn(element, index, result) else { return }
        }
    }

    private static func element(_ index: Int, _ renderer: inout Renderer, _ this: Value) throws(Fault) -> Value? {
        let elements = try renderer.list(this)
        return index < elements.count ? elements[index] : nil
    }

    private static func first(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> (element: Value, index: Int)? {
        var found: (element: Value, index: Int)?
        try each(&renderer, this, arguments) { element, index, result in
            if result.isTrue { found = (element, index) }
            return found == nil
        }
        return found
    }

    private static func last(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> (element: Value, index: Int)? {
        let callback = try renderer.callback(arguments[0])
        for index in try renderer.list(this).indices.reversed() {
            let element = try element(index, &renderer, this) ?? .undefined
            let result = try renderer.call(callback, Arguments(element, Value(index), this))
            if result.isTrue { return (element, index) }
        }
        return nil
    }

    private static func fold(
        _ renderer: inout Renderer, _ this: Value, _ elements: Elements, _ order: [Int], _ arguments: Arguments
    ) throws(Fault) -> Value {
        let callback = try renderer.callback(arguments[0])
        var order = order[...]
        var total = arguments[1]
        if arguments.count < 2 {
            guard let start = order.popFirst() else { throw .here("reduce of an empty list without a first value") }
            total = elements[start]
        }
        for index in order {
            let step = Arguments([total, elements[index], Value(index), this])
            total = try renderer.call(callback, step)
        }
        return total
    }
}
