extension BinaryOperator {
    /// The value of an operation on two values.
    ///
    /// - Throws: When a text grows past the limit, or two objects are compared.
    func apply(_ left: TemplateValue, _ right: TemplateValue, within limit: Int) throws(Fault) -> TemplateValue {
        switch self {
        case .add: try left.adding(right, within: limit)
        case .subtract: .number(try left.number(within: limit) - right.number(within: limit))
        case .multiply: .number(try left.number(within: limit) * right.number(within: limit))
        case .divide: .number(try left.number(within: limit) / right.number(within: limit))
        case .remainder:
            .number(try left.number(within: limit).truncatingRemainder(dividingBy: right.number(within: limit)))
        case .less: .bool(try left.compare(right, .less, within: limit))
        case .greater: .bool(try left.compare(right, .greater, within: limit))
        case .lessOrEqual: .bool(try left.compare(right, .lessOrEqual, within: limit))
        case .greaterOrEqual: .bool(try left.compare(right, .greaterOrEqual, within: limit))
        case .equal: .bool(try left.isEqual(to: right, within: limit))
        case .unequal: .bool(!(try left.isEqual(to: right, within: limit)))
        case .identical: .bool(try left.isIdentical(to: right))
        case .unidentical: .bool(!(try left.isIdentical(to: right)))
        }
    }
}

extension UnaryOperator {
    func apply(_ value: TemplateValue, within limit: Int) throws(Fault) -> TemplateValue {
        switch self {
        case .not: .bool(!value.isTrue)
        case .negate: .number(-(try value.number(within: limit)))
        case .number: .number(try value.number(within: limit))
        case .typeof: .string(value.typeName)
        }
    }
}

extension TemplateValue {
    /// Answers `+`: texts are put together, everything else is counted.
    ///
    /// Source: ECMA-262, 13.15.3.
    fileprivate func adding(_ other: TemplateValue, within limit: Int) throws(Fault) -> TemplateValue {
        if case (.number(let left), .number(let right)) = (self, other) { return .number(left + right) }
        let left = try primitive(within: limit)
        let right = try other.primitive(within: limit)
        switch (left, right) {
        case (.string, _), (_, .string):
            return .string(try Self.join([left, right], within: limit))
        case _:
            return .number(try left.number(within: limit) + right.number(within: limit))
        }
    }

    /// The texts of values, one after the other.
    static func join(_ values: some Sequence<TemplateValue>, within limit: Int) throws(Fault) -> String {
        var joined = ""
        for value in values {
            joined += try value.text(within: limit)
            guard joined.utf8.count <= limit else {
                throw .here("a text of more than \(limit) bytes", hint: "raise the limit outputBytes")
            }
        }
        return joined
    }
}
