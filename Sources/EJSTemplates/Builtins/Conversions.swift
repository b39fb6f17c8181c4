/// Functions that stand by themselves: `Number(x)`, `parseInt(x)`.
///
/// Source: ECMA-262, 19.2.
enum Conversions {
    static let all: [String: Builtin] = [
        "String": { renderer, _, arguments throws(Fault) in
            try renderer.string(arguments.count == 0 ? "" : renderer.text(of: arguments[0]))
        },
        "Number": { renderer, _, arguments throws(Fault) in
            .number(arguments.count == 0 ? 0 : try renderer.number(of: arguments[0]))
        },
        "Boolean": { _, _, arguments in .bool(arguments[0].isTrue) },
        "isNaN": { renderer, _, arguments throws(Fault) in .bool(try renderer.number(of: arguments[0]).isNaN) },
        "isFinite": { renderer, _, arguments throws(Fault) in .bool(try renderer.number(of: arguments[0]).isFinite) },
        "jsonForScript": { renderer, _, arguments throws(Fault) in
            try renderer.string(try JSONStatics.text(of: arguments[0], .none, &renderer)?.safeInScript ?? "undefined")
        },
        "parseInt": parseInt,
        "parseFloat": parseFloat,
        "encodeURIComponent": encode(.component), "encodeURI": encode(.whole),
        "decodeURIComponent": decode(.component), "decodeURI": decode(.whole),
    ]

    static let parseInt: Builtin = { renderer, _, arguments throws(Fault) in
        let text = try renderer.text(of: arguments[0])
        let radix = Int32(bitPattern: try renderer.number(of: arguments[1]).unsigned32)
        return .number(NumberPrefix.integer(of: text, radix: Int(radix)))
    }

    static let parseFloat: Builtin = { renderer, _, arguments throws(Fault) in
        .number(NumberPrefix.decimal(of: try renderer.text(of: arguments[0])))
    }

    private static func encode(_ escapes: URIEscapes) -> Builtin {
        { renderer, _, arguments throws(Fault) in
            let text = try renderer.text(of: arguments[0])
            try renderer.spend(text.utf8.count / 16)
            return try renderer.string(escapes.encode(text))
        }
    }

    private static func decode(_ escapes: URIEscapes) -> Builtin {
        { renderer, _, arguments throws(Fault) in
            let text = try renderer.text(of: arguments[0])
            try renderer.spend(text.utf8.count / 16)
            guard let decoded = escapes.decode(text) else { throw .here("URI malformed") }
            return try renderer.string(decoded)
        }
    }
}
