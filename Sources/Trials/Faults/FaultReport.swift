import Foundation

/// One line of what `make faults` prints.
struct FaultReport: Sendable {
    let store: String
    let fault: String
    let outcome: FaultOutcome

    static let heading = columns([
        "store", "fault", "sessions", "answered well", "503", "else", "slowest", "back after", "lost", "alive",
        "sign-outs final after",
    ])

    /// The line below the heading.
    var line: String {
        let answers = outcome.answers
        return Self.columns([
            store, fault, "\(outcome.sessions)", "\(answers.good)", "\(answers.unavailable)",
            "\(answers.other.count)", Self.seconds(answers.slowest), outcome.back.map(Self.seconds) ?? "never",
            "\(outcome.lost)", "\(outcome.alive)", Self.seconds(outcome.final),
        ])
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.1f s", duration / .seconds(1))
    }

    private static func columns(_ texts: [String]) -> String {
        let widths = [10, 34, 8, 13, 6, 5, 7, 10, 4, 5, 0]
        return zip(texts, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
            .joined(separator: " ")
    }
}
