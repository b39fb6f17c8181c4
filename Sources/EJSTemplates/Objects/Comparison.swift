extension Value {
    /// Answers `===`.
    ///
    /// Source: ECMA-262, 7.2.14 `IsStrictlyEqual`. Lists and objects of the data are one and the same where they
    /// share their memory.
    func isIdentical(to other: Value) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.isExactly(right)
        case (.dataArray(let left), .dataArray(let right)): left.isShared(with: right)
        case (.dataObject(let left), .dataObject(let right)): left.entries.entries.isShared(with: right.entries.entries)
        case (.array(let left), .array(let right)): left === right
        case (.object(let left), .object(let right)): left === right
        case (.function(let left), .function(let right)): left === right
        case (.date(let left), .date(let right)): left === right
        case (.regExp(let left), .regExp(let right)): left === right
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.dataArray, _), (.dataObject, _),
            (.array, _), (.object, _), (.function, _), (.date, _), (.regExp, _):
            false
        }
    }

    /// Answers `==`.
    ///
    /// Source: ECMA-262, 7.2.13 `IsLooselyEqual`.
    func isEqual(to other: Value, in settings: Settings) throws(Fault) -> Bool {
        switch (self, other) {
        case (.undefined, .null), (.null, .undefined): return true
        case (.undefined, _), (.null, _), (_, .undefined), (_, .null): return isIdentical(to: other)
        case (.string, .string), (.bool, .bool), (.number, .number): return isIdentical(to: other)
        case _ where isObject && other.isObject: return isIdentical(to: other)
        case _ where isObject || other.isObject:
            return try primitive(in: settings).isEqual(to: other.primitive(in: settings), in: settings)
        case _: return try number(in: settings) == other.number(in: settings)
        }
    }

    /// Answers `<`, `>`, `<=` and `>=`.
    ///
    /// Source: ECMA-262, 7.2.12 `IsLessThan`.
    func compare(_ other: Value, _ order: Order, in settings: Settings) throws(Fault) -> Bool {
        if case (.number(let left), .number(let right)) = (self, other) { return order.holds(left, right) }
        let left = try primitive(in: settings, wantsNumber: true)
        let right = try other.primitive(in: settings, wantsNumber: true)
        guard case (.string(let first), .string(let second)) = (left, right) else {
            return order.holds(try left.number(in: settings), try right.number(in: settings))
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

extension Array {
    /// Whether both arrays are one in memory, as copies of an array are until one changes.
    fileprivate func isShared(with other: [Element]) -> Bool {
        unsafe withUnsafeBufferPointer { left in
            unsafe other.withUnsafeBufferPointer { right in
                unsafe left.baseAddress == right.baseAddress && left.count == right.count
            }
        }
    }
}
