/// Methods of lists that only read them.
///
/// Source: ECMA-262, 23.1.3.
enum ArrayMethods {
    static let all = [ObjectMethods.all, reading, ArrayCallbacks.all, ArrayChanges.all, LocaleMethods.lists]
        .reduce(into: [:]) { all, some in all.merge(some) { $1 } }

    private static let reading: [String: Builtin] = [
        "at": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            guard let index = try renderer.index(of: arguments[0], in: elements.count) else { return .undefined }
            return elements[index]
        },
        "concat": { renderer, this, arguments throws(Fault) in
            var joined = try renderer.list(this).values
            for value in arguments.values {
                if let elements = Elements(value) { joined += elements.values } else { joined.append(value) }
                try renderer.spend(joined.count / 8)
            }
            return try renderer.array(joined)
        },
        "slice": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            let start = try renderer.position(of: arguments[0], in: elements.count)
            let end = try renderer.position(of: arguments[1], in: elements.count, absent: elements.count)
            return try renderer.array(start < end ? Array(elements[start..<end]) : [])
        },
        "includes": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            let start = try renderer.position(of: arguments[1], in: elements.count)
            try renderer.spend(elements.count)
            for element in elements[start...] {
                if element.isSame(as: arguments[0]) { return .bool(true) }
            }
            return .bool(false)
        },
        "indexOf": { renderer, this, arguments throws(Fault) in
            let elements = try renderer.list(this)
            let start = try renderer.position(of: arguments[1], in: elements.count)
            try renderer.spend(elements.count)
            for index in start..<elements.count {
                if elements[index].isIdentical(to: arguments[0]) { return Value(index) }
            }
            return .number(-1)
        },
        "lastIndexOf": lastIndexOf,
        "join": { renderer, this, arguments throws(Fault) in
            var separator = ","
            if case .undefined = arguments[0] {} else { separator = try renderer.text(of: arguments[0]) }
            return try renderer.string(try renderer.join(this, by: separator))
        },
        "keys": { renderer, this, _ throws(Fault) in
            try renderer.array(try renderer.list(this).indices.map { Value($0) })
        },
        "values": { renderer, this, _ throws(Fault) in try renderer.array(try renderer.list(this).values) },
        "entries": { renderer, this, _ throws(Fault) in
            var pairs: [Value] = []
            for (index, element) in try renderer.list(this).enumerated() {
                pairs.append(try renderer.array([Value(index), element]))
            }
            return try renderer.array(pairs)
        },
        "flat": { renderer, this, arguments throws(Fault) in
            var depth = 1.0
            if case .undefined = arguments[0] {} else { depth = try renderer.integer(of: arguments[0]) }
            var flat: [Value] = []
            try flatten(&renderer, this, depth: depth, into: &flat)
            return try renderer.array(flat)
        },
    ]

    private static let lastIndexOf: Builtin = { renderer, this, arguments throws(Fault) in
        let elements = try renderer.list(this)
        guard !elements.isEmpty else { return .number(-1) }
        let wanted = arguments.count > 1 ? try renderer.integer(of: arguments[1]) : Double(elements.count - 1)
        let last = wanted < 0 ? Double(elements.count) + wanted : min(wanted, Double(elements.count - 1))
        try renderer.spend(elements.count)
        guard last >= 0 else { return .number(-1) }
        for index in (0...Int(last)).reversed() {
            if elements[index].isIdentical(to: arguments[0]) { return Value(index) }
        }
        return .number(-1)
    }

    private static let deepest = 200

    private static func flatten(
        _ renderer: inout Renderer, _ list: Value, depth: Double, level: Int = 0, into flat: inout [Value]
    ) throws(Fault) {
        guard level < deepest else { throw .here("lists stand deeper than \(deepest) levels in each other") }
        let elements = try renderer.list(list)
        try renderer.spend(elements.count)
        for element in elements {
            if depth >= 1, Elements(element) != nil {
                try flatten(&renderer, element, depth: depth - 1, level: level + 1, into: &flat)
            } else {
                flat.append(element)
            }
        }
    }
}

extension Renderer {
    /// The texts of a list's elements with another between them; undefined and null are empty.
    ///
    /// Source: ECMA-262, 23.1.3.18 `Array.prototype.join`.
    fileprivate mutating func join(_ list: Value, by separator: String) throws(Fault) -> String {
        var bytes: [UInt8] = []
        for (index, element) in try self.list(list).enumerated() {
            try spend(1)
            if index > 0 { bytes.append(separator) }
            try bytes.append(element, isEscaped: false, in: settings)
            try settings.checkText(bytes.count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Value {
    /// Whether both are one value, NaN being itself.
    ///
    /// Source: ECMA-262, 7.2.10 `SameValueZero`.
    fileprivate func isSame(as other: Value) -> Bool {
        if case (.number(let left), .number(let right)) = (self, other), left.isNaN, right.isNaN { return true }
        return isIdentical(to: other)
    }
}
