/// Methods of numbers.
///
/// Source: ECMA-262, 21.1.3.
enum NumberMethods {
    static let all = ObjectMethods.all.merging(formats) { $1 }.merging(LocaleMethods.numbers) { $1 }

    private static let formats: [String: Builtin] = [
        "toFixed": method { renderer, number, arguments throws(Fault) in
            let places = try count(&renderer, arguments[0], within: 0...100, "toFixed() digits")
            return .string(number.fixed(places: places))
        },
        "toPrecision": method { renderer, number, arguments throws(Fault) in
            guard let given = arguments[0].present, number.isFinite else { return .string(number.templateText) }
            return .string(number.precise(digits: try count(&renderer, given, within: 1...100, "toPrecision()")))
        },
        "toExponential": method { renderer, number, arguments throws(Fault) in
            guard let given = arguments[0].present, number.isFinite else {
                return .string(number.exponential(places: nil))
            }
            let places = try count(&renderer, given, within: 0...100, "toExponential()")
            return .string(number.exponential(places: places))
        },
        "toString": method { renderer, number, arguments throws(Fault) in
            guard let given = arguments[0].present else { return .string(number.templateText) }
            return .string(number.text(radix: try count(&renderer, given, within: 2...36, "toString() radix")))
        },
    ]

    static func method(
        _ body: @escaping @Sendable (inout Renderer, Double, Arguments) throws(Fault) -> Value
    ) -> Builtin {
        { renderer, this, arguments throws(Fault) in try body(&renderer, try renderer.number(of: this), arguments) }
    }

    private static func count(
        _ renderer: inout Renderer, _ value: Value, within range: ClosedRange<Int>, _ name: String
    ) throws(Fault) -> Int {
        let number = try renderer.integer(of: value)
        guard number >= Double(range.lowerBound), number <= Double(range.upperBound) else {
            throw .here("\(name) argument must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return Int(number)
    }
}

extension Value {
    /// The value, or `nil` for undefined.
    var present: Value? {
        if case .undefined = self { nil } else { self }
    }
}
