/// Methods that write dates and numbers as readers of a language do.
///
/// Source: ECMA-402, 18 and 19.
enum LocaleMethods {
    static let dates: [String: Builtin] = [
        "toLocaleDateString": date(.date), "toLocaleTimeString": date(.time), "toLocaleString": date(.both),
    ]

    static let numbers: [String: Builtin] = ["toLocaleString": number]

    static let lists: [String: Builtin] = [
        "toLocaleString": { renderer, this, arguments throws(Fault) in
            var texts: [String] = []
            for element in try renderer.list(this) {
                try renderer.spend(1)
                texts.append(try text(of: element, arguments, &renderer))
            }
            return try renderer.string(texts.joined(separator: ","))
        }
    ]

    private static func date(_ kind: DateShape.Kind) -> Builtin {
        DateMethods.method { renderer, date, arguments throws(Fault) in
            let locale = try renderer.locale(arguments[0])
            let (shape, zone) = try renderer.dateShape(arguments[1], kind)
            try renderer.spend(10)
            return .string(LocaleDates.text(date.time, shape, zone, locale: locale))
        }
    }

    private static let number = NumberMethods.method { renderer, number, arguments throws(Fault) in
        let locale = try renderer.locale(arguments[0])
        let shape = try renderer.numberShape(arguments[1])
        try renderer.spend(10)
        guard let text = LocaleNumbers.text(number, shape, locale: locale) else {
            throw .here("maximumFractionDigits value is out of range", hint: "it is less than minimumFractionDigits")
        }
        return .string(text)
    }

    private static func text(
        of value: Value, _ arguments: Arguments, _ renderer: inout Renderer
    ) throws(Fault) -> String {
        switch value {
        case .undefined, .null: ""
        case .number: try renderer.text(of: try number(&renderer, value, arguments))
        case .date: try renderer.text(of: try date(.both)(&renderer, value, arguments))
        case .bool, .string, .dataArray, .dataObject, .array, .object, .function, .regExp: try renderer.text(of: value)
        }
    }
}
