extension TemplateValue {
    /// Answers `===`.
    ///
    /// Source: ECMA-262, 7.2.14 `IsStrictlyEqual`.
    ///
    /// - Throws: When both are lists or objects: JavaScript asks whether they are one and the same, which values
    ///   cannot tell.
    func isIdentical(to other: TemplateValue) throws(Fault) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.isExactly(right)
        case (.array, .array), (.object, .object):
            throw .here(
                "two lists or two objects are compared", hint: "compare a member that tells them apart, as an id")
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }

    /// Answers `==`.
    ///
    /// Source: ECMA-262, 7.2.13 `IsLooselyEqual`.
    func isEqual(to other: TemplateValue, within limit: Int) throws(Fault) -> Bool {
        switch (self, other) {
        case (.undefined, .null), (.null, .undefined): return true
        case (.undefined, _), (.null, _), (_, .undefined), (_, .null): return try isIdentical(to: other)
        case (.array, .array), (.object, .object), (.array, .object), (.object, .array):
            return try isIdentical(to: other)
        case (.array, _), (.object, _), (_, .array), (_, .object):
            return try primitive(within: limit).isEqual(to: other.primitive(within: limit), within: limit)
        case (.string, .string), (.bool, .bool), (.number, .number): return try isIdentical(to: other)
        case (.bool, _), (.number, _), (.string, _): return try number(within: limit) == other.number(within: limit)
        }
    }

    /// Answers `<`, `>`, `<=` and `>=`.
    ///
    /// Source: ECMA-262, 7.2.12 `IsLessThan`.
    func compare(_ other: TemplateValue, _ order: Order, within limit: Int) throws(Fault) -> Bool {
        let left = try primitive(within: limit)
        let right = try other.primitive(within: limit)
        guard case (.string(let first), .string(let second)) = (left, right) else {
            return order.holds(try left.number(within: limit), try right.number(within: limit))
        }
        switch order {
        case .less: return first.precedes(second)
        case .greater: return second.precedes(first)
        case .lessOrEqual: return !second.precedes(first)
        case .greaterOrEqual: return !first.precedes(second)
        }
    }

    enum Order {
        case less, greater, lessOrEqual, greaterOrEqual

        /// Nothing holds of NaN.
        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .less: left < right
            case .greater: left > right
            case .lessOrEqual: left <= right
            case .greaterOrEqual: left >= right
            }
        }
    }
}
