/// What stands under `Date`, and `new Date`.
///
/// Source: ECMA-262, 21.4.2 and 21.4.3.
enum DateStatics {
    static let all: [String: Builtins.Static] = [
        "now": .function { renderer, _, _ in .number(renderer.settings.region.now()) },
        "parse": .function { renderer, _, arguments throws(Fault) in
            .number(DateReader.time(of: try renderer.text(of: arguments[0]), in: renderer.settings.region.zone))
        },
        "UTC": .function { renderer, _, arguments throws(Fault) in
            .number(try civilTime(&renderer, arguments).milliseconds.clippedTime)
        },
    ]

    static let constructors: [String: Builtin] = [
        "Date": { renderer, _, arguments throws(Fault) in
            switch arguments.count {
            case 0: try renderer.date(renderer.settings.region.now())
            case 1: try renderer.date(try time(&renderer, of: arguments[0]))
            case _:
                try renderer.date(
                    renderer.settings.region.zone.time(local: try civilTime(&renderer, arguments).milliseconds)
                        .clippedTime)
            }
        }
    ]

    private static func time(_ renderer: inout Renderer, of value: Value) throws(Fault) -> Double {
        switch value {
        case .date(let date): return date.time
        case .string(let text): return DateReader.time(of: text, in: renderer.settings.region.zone)
        case .dataArray, .dataObject, .array, .object, .function, .regExp:
            return DateReader.time(of: try renderer.text(of: value), in: renderer.settings.region.zone)
        case .undefined, .null, .bool, .number: return try renderer.number(of: value).clippedTime
        }
    }

    /// The moment that year, month and so on name; years up to 99 are those of the last century.
    private static func civilTime(_ renderer: inout Renderer, _ arguments: Arguments) throws(Fault) -> CivilTime {
        var parts: [Double] = [.nan, 0, 1, 0, 0, 0, 0]
        for position in 0..<min(arguments.count, parts.count) {
            parts[position] = try renderer.number(of: arguments[position])
        }
        if 0...99 ~= parts[0].truncated { parts[0] = parts[0].truncated + 1900 }
        return CivilTime(
            year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5],
            millisecond: parts[6])
    }
}
