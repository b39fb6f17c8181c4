/// What stands under `Math`.
///
/// Source: ECMA-262, 21.3.
enum MathStatics {
    static let all: [String: Builtins.Static] = [
        "PI": .constant(.number(.pi)),
        "round": .function { renderer, _, arguments throws(Fault) in
            let number = try renderer.number(of: arguments[0])
            // A half goes up, for negative numbers too; what has no fraction stays, so that no sum is rounded.
            return .number(number.rounded(.down) == number ? number : (number + 0.5).rounded(.down))
        },
    ]
}
