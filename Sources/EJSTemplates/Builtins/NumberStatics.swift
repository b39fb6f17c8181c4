/// What stands under `Number`.
///
/// Source: ECMA-262, 21.1.2.
enum NumberStatics {
    static let all: [String: Builtins.Static] = [
        "MAX_SAFE_INTEGER": .constant(.number(9_007_199_254_740_991)),
        "MIN_SAFE_INTEGER": .constant(.number(-9_007_199_254_740_991)),
        "MAX_VALUE": .constant(.number(.greatestFiniteMagnitude)),
        "MIN_VALUE": .constant(.number(.leastNonzeroMagnitude)),
        "EPSILON": .constant(.number(.ulpOfOne)),
        "POSITIVE_INFINITY": .constant(.number(.infinity)),
        "NEGATIVE_INFINITY": .constant(.number(-.infinity)),
        "NaN": .constant(.number(.nan)),
        "isInteger": test { $0.isFinite && $0.rounded() == $0 },
        "isSafeInteger": test { $0.rounded() == $0 && $0.magnitude <= 9_007_199_254_740_991 },
        "isFinite": test(\.isFinite),
        "isNaN": test(\.isNaN),
        "parseInt": .function(Conversions.parseInt),
        "parseFloat": .function(Conversions.parseFloat),
    ]

    /// A question about numbers; of everything else the answer is no.
    private static func test(_ holds: @escaping @Sendable (Double) -> Bool) -> Builtins.Static {
        .function { _, _, arguments in
            guard case .number(let number) = arguments[0] else { return .bool(false) }
            return .bool(holds(number))
        }
    }
}
