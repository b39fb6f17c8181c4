/// What stands under `String`.
///
/// Source: ECMA-262, 22.1.2.
enum StringStatics {
    static let all: [String: Builtins.Static] = [
        "fromCharCode": .function { renderer, _, arguments throws(Fault) in
            var units: [UInt16] = []
            for value in arguments.values {
                units.append(UInt16(truncatingIfNeeded: try renderer.number(of: value).unsigned32))
            }
            return try renderer.string(String(decoding: units, as: UTF16.self))
        },
        "fromCodePoint": .function { renderer, _, arguments throws(Fault) in
            var text = String.UnicodeScalarView()
            for value in arguments.values {
                let number = try renderer.number(of: value)
                guard let code = UInt32(exactly: number), code <= 0x10FFFF else {
                    throw .here("invalid code point \(try renderer.text(of: value))")
                }
                text.append(Unicode.Scalar(code) ?? "\u{FFFD}")
            }
            return try renderer.string(String(text))
        },
    ]
}
