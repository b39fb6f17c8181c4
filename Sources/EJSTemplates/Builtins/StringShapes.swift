/// Methods that write a text in another form: in capitals, trimmed, padded.
///
/// Source: ECMA-262, 22.1.3.
enum StringShapes {
    static let all: [String: Builtin] = [
        "toUpperCase": upper, "toLocaleUpperCase": upper,
        "toLowerCase": lower, "toLocaleLowerCase": lower,
        "trim": trimmed { $0.trimmedEnd.trimmedStart },
        "trimStart": trimmed(\.trimmedStart), "trimLeft": trimmed(\.trimmedStart),
        "trimEnd": trimmed(\.trimmedEnd), "trimRight": trimmed(\.trimmedEnd),
        "padStart": StringMethods.method { renderer, text, arguments throws(Fault) in
            try renderer.string(try padding(&renderer, text, arguments) + text)
        },
        "padEnd": StringMethods.method { renderer, text, arguments throws(Fault) in
            try renderer.string(text + (try padding(&renderer, text, arguments)))
        },
        "repeat": StringMethods.method { renderer, text, arguments throws(Fault) in
            let count = try renderer.integer(of: arguments[0])
            guard count >= 0, count < .infinity else {
                throw .here("invalid count value: \(try renderer.text(of: arguments[0]))")
            }
            guard !text.isEmpty else { return .string("") }
            try renderer.settings.checkText((Double(text.utf8.count) * count).clamped(to: .max))
            return try renderer.string(String(repeating: text, count: Int(count)))
        },
        "normalize": StringMethods.method { renderer, text, arguments throws(Fault) in
            let form = arguments[0].isUndefined ? "NFC" : try renderer.text(of: arguments[0])
            guard let normal = text.normalized(form) else {
                throw .here("the normalization form should be one of NFC, NFD, NFKC, NFKD")
            }
            return try renderer.string(normal)
        },
        "localeCompare": StringMethods.method { renderer, text, arguments throws(Fault) in
            let other = try renderer.text(of: arguments[0])
            try renderer.spend((text.utf8.count + other.utf8.count) / 16)
            return Value(try renderer.collation(arguments[1], arguments[2]).compare(text, other))
        },
    ]

    private static let upper = StringMethods.method { renderer, text, _ throws(Fault) in
        try renderer.string(text.uppercased())
    }

    private static let lower = StringMethods.method { renderer, text, _ throws(Fault) in
        try renderer.string(text.lowercasedWithFinalSigma)
    }

    private static func trimmed(_ trim: @escaping @Sendable (Substring) -> Substring) -> Builtin {
        StringMethods.method { _, text, _ in .string(String(trim(text[...]))) }
    }

    private static func padding(
        _ renderer: inout Renderer, _ text: String, _ arguments: Arguments
    ) throws(Fault) -> String {
        let length = try renderer.integer(of: arguments[0])
        var filler = " "
        if case .undefined = arguments[1] {} else { filler = try renderer.text(of: arguments[1]) }
        let count = text.utf16.count
        guard length > Double(count), !filler.isEmpty else { return "" }
        try renderer.settings.checkText(length.clamped(to: .max))
        let missing = Int(length) - count
        let unit = filler.utf16.count
        let whole = String(repeating: filler, count: missing / unit)
        return whole + CodeUnits(filler).slice(0..<(missing % unit))
    }
}

extension Substring {
    fileprivate var trimmedStart: Substring {
        Substring(unicodeScalars.drop { $0.isJavaScriptBlank || $0.isLineBreak })
    }

    fileprivate var trimmedEnd: Substring {
        var scalars = unicodeScalars
        while let last = scalars.last, last.isJavaScriptBlank || last.isLineBreak { scalars.removeLast() }
        return Substring(scalars)
    }
}

extension String {
    /// The text in small letters; a Σ at the end of a word becomes ς.
    ///
    /// Source: Unicode 17, SpecialCasing, `Final_Sigma`.
    fileprivate var lowercasedWithFinalSigma: String {
        guard unicodeScalars.contains("\u{3A3}") else { return lowercased() }
        let scalars = Array(unicodeScalars)
        var result = String.UnicodeScalarView()
        for (position, scalar) in scalars.enumerated() {
            if scalar == "\u{3A3}", Self.isLastLetter(at: position, of: scalars) {
                result.append("\u{3C2}")
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isLastLetter(at position: Int, of scalars: [Unicode.Scalar]) -> Bool {
        let before = scalars[..<position].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(position + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }
}
