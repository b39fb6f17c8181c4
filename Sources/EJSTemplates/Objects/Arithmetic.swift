#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension BinaryOperator {
    /// The value of an operation on two values.
    ///
    /// - Throws: When a text grows past the limit.
    func apply(_ left: Value, _ right: Value, in settings: Settings) throws(Fault) -> Value {
        switch self {
        case .add: try left.adding(right, in: settings)
        case .less: .bool(try left.compare(right, .less, in: settings))
        case .greater: .bool(try left.compare(right, .greater, in: settings))
        case .lessOrEqual: .bool(try left.compare(right, .lessOrEqual, in: settings))
        case .greaterOrEqual: .bool(try left.compare(right, .greaterOrEqual, in: settings))
        case .equal: .bool(try left.isEqual(to: right, in: settings))
        case .unequal: .bool(!(try left.isEqual(to: right, in: settings)))
        case .identical: .bool(left.isIdentical(to: right))
        case .unidentical: .bool(!left.isIdentical(to: right))
        case .in: .bool(try right.has(left, in: settings))
        case .and, .or, .xor, .shiftLeft, .shiftRight, .shiftRightUnsigned:
            .number(try bits(left.bits(in: settings), right.bits(in: settings)))
        case .subtract, .multiply, .divide, .remainder, .power:
            .number(number(try left.number(in: settings), try right.number(in: settings)))
        }
    }

    private func number(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .remainder: left.truncatingRemainder(dividingBy: right)
        // Source: ECMA-262, 6.1.6.1.3: C answers 1 to the power of anything, JavaScript does not.
        case .power: right.isNaN || (left.magnitude == 1 && right.isInfinite) ? .nan : pow(left, right)
        case _: .nan
        }
    }

    private func bits(_ left: Int32, _ right: Int32) -> Double {
        switch self {
        case .and: Double(left & right)
        case .or: Double(left | right)
        case .xor: Double(left ^ right)
        case .shiftLeft: Double(left &<< right)
        case .shiftRight: Double(left &>> right)
        case .shiftRightUnsigned: Double(UInt32(bitPattern: left) &>> UInt32(bitPattern: right))
        case _: .nan
        }
    }
}

extension UnaryOperator {
    func apply(_ value: Value, in settings: Settings) throws(Fault) -> Value {
        switch self {
        case .not: .bool(!value.isTrue)
        case .negate: .number(-(try value.number(in: settings)))
        case .number: .number(try value.number(in: settings))
        case .invert: .number(Double(~(try value.bits(in: settings))))
        case .typeof: .string(value.typeName)
        case .void: .undefined
        }
    }
}

extension Value {
    /// Answers `+`: texts are put together, everything else is counted.
    ///
    /// Source: ECMA-262, 13.15.3.
    fileprivate func adding(_ other: Value, in settings: Settings) throws(Fault) -> Value {
        if case (.number(let left), .number(let right)) = (self, other) { return .number(left + right) }
        let left = try primitive(in: settings)
        let right = try other.primitive(in: settings)
        switch (left, right) {
        case (.string, _), (_, .string): return .string(try Self.join([left, right], in: settings))
        case _: return .number(try left.number(in: settings) + right.number(in: settings))
        }
    }

    /// The texts of values, one after the other.
    static func join(_ values: some Sequence<Value>, in settings: Settings) throws(Fault) -> String {
        var joined = ""
        for value in values {
            joined += try value.text(in: settings)
            try settings.checkText(joined.utf8.count)
        }
        return joined
    }
}

extension Settings {
    /// Throws when a text would be longer than all output may be.
    func checkText(_ size: Int) throws(Fault) {
        guard size <= limits.outputBytes else {
            throw .here("a text of more than \(limits.outputBytes) bytes", hint: "raise the limit outputBytes")
        }
    }
}
