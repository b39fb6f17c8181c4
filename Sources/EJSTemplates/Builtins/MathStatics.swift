#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What stands under `Math`.
///
/// Source: ECMA-262, 21.3.
enum MathStatics {
    static let all: [String: Builtins.Static] = [
        "PI": .constant(.number(.pi)), "E": .constant(.number(exp(1))), "LN2": .constant(.number(log(2))),
        "LN10": .constant(.number(log(10))), "LOG2E": .constant(.number(1.442_695_040_888_963_4)),
        "LOG10E": .constant(.number(0.434_294_481_903_251_8)), "SQRT2": .constant(.number(2.0.squareRoot())),
        "SQRT1_2": .constant(.number(0.5.squareRoot())),
        "abs": of { $0.magnitude }, "floor": of { $0.rounded(.down) }, "ceil": of { $0.rounded(.up) },
        "trunc": of { $0.rounded(.towardZero) },
        // A half goes up, for negative numbers too.
        "round": of { number in
            let below = number.rounded(.down)
            return number - below >= 0.5 ? number.rounded(.up) : below
        },
        "sign": of { $0.isNaN || $0 == 0 ? $0 : $0 < 0 ? -1 : 1 },
        "sqrt": of { $0.squareRoot() }, "cbrt": of(\.cubeRoot), "exp": of { exp($0) }, "expm1": of { expm1($0) },
        "log": of { log($0) }, "log2": of { log2($0) }, "log10": of { log10($0) }, "log1p": of { log1p($0) },
        "sin": of { sin($0) }, "cos": of { cos($0) }, "tan": of { tan($0) }, "asin": of { asin($0) },
        "acos": of { acos($0) }, "atan": of { atan($0) }, "sinh": of { sinh($0) }, "cosh": of { cosh($0) },
        "tanh": of { tanh($0) }, "fround": of { Double(Float($0)) },
        "atan2": ofTwo { atan2($0, $1) }, "pow": ofTwo { $0.power($1) },
        "max": ofAll(-.infinity) { $0.isNaN || $1.isNaN ? .nan : $0 > $1 || ($0 == $1 && $1.sign == .minus) ? $0 : $1 },
        "min": ofAll(.infinity) { $0.isNaN || $1.isNaN ? .nan : $0 < $1 || ($0 == $1 && $0.sign == .minus) ? $0 : $1 },
        "hypot": ofAll(0) { hypot($0, $1) },
        "random": .function { _, _, _ in .number(Double.random(in: 0..<1)) },
    ]

    private static func of(_ function: @escaping @Sendable (Double) -> Double) -> Builtins.Static {
        .function { renderer, _, arguments throws(Fault) in .number(function(try renderer.number(of: arguments[0]))) }
    }

    private static func ofTwo(_ function: @escaping @Sendable (Double, Double) -> Double) -> Builtins.Static {
        .function { renderer, _, arguments throws(Fault) in
            .number(function(try renderer.number(of: arguments[0]), try renderer.number(of: arguments[1])))
        }
    }

    private static func ofAll(
        _ start: Double, _ function: @escaping @Sendable (Double, Double) -> Double
    ) -> Builtins.Static {
        .function { renderer, _, arguments throws(Fault) in
            var result = start
            try renderer.spend(arguments.count)
            for value in arguments.values { result = function(result, try renderer.number(of: value)) }
            return .number(result)
        }
    }
}

extension Double {
    /// The cube root, exact where it is a whole number.
    fileprivate var cubeRoot: Double {
        let root = cbrt(self)
        let whole = root.rounded()
        return whole * whole * whole == self ? whole : root
    }

    /// The number to the power of another.
    ///
    /// Source: ECMA-262, 6.1.6.1.3 `Number::exponentiate`: unlike C's `pow`, 1 to the power of infinity is NaN.
    func power(_ exponent: Double) -> Double {
        if exponent.isNaN || (magnitude == 1 && exponent.isInfinite) { return .nan }
        return pow(self, exponent)
    }
}
