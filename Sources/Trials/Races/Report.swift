import Foundation

/// One line of what `make races` prints.
struct Report: Sendable {
    let store: String
    let processes: Int
    let race: Race
    let count: Int
    let finish: Finish
    let time: Duration

    static let heading = columns([
        "store", "processes", "race", "times", "faults", "", "refused", "slowest", "in all",
        "express-session, recorded",
    ])

    /// The line below the heading.
    var line: String {
        Self.columns([
            store, "\(processes)", race.name, "\(count)", "\(finish.faults)", race.fault, "\(finish.refused)",
            Self.text(finish.slowest, "%.0f ms", .milliseconds(1)), Self.text(time, "%.1f s", .seconds(1)),
            race.express,
        ])
    }

    /// What must not be; `nil`: it was as it should be.
    var fault: String? {
        guard finish.faults + finish.refused > 0 else { return nil }
        return "\(store), \(race.name): \(finish.faults) \(race.fault), \(finish.refused) refused, expected none"
    }

    private static func text(_ duration: Duration, _ format: String, _ unit: Duration) -> String {
        String(format: format, duration / unit)
    }

    private static func columns(_ texts: [String]) -> String {
        let widths = [17, 9, 34, 6, 6, 18, 7, 8, 7, 0]
        return zip(texts, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
            .joined(separator: " ")
    }
}
