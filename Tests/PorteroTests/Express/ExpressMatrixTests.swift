import Foundation
import Testing

@Suite("Under Policy.express ours does what express-session 1.19 does, or differs on purpose")
struct ExpressMatrixTests {
    @Test func `every case of the product was recorded, with express-session 1.19`() throws {
        let matrix = try ExpressMatrix.load()
        #expect(matrix.versions["express-session"] == "1.19.0")
        #expect(matrix.count == ExpressCase.product)
        #expect(matrix.outcomes.count == matrix.count)
    }

    @Test func `each case ends over HTTP as in Express, but for the differences on purpose`() async throws {
        let matrix = try ExpressMatrix.load()
        var comparison = Comparison()
        try await ExpressReplay(matrix).run(Array(matrix.outcomes.keys)) { row, ours in
            let express = try #require(matrix.outcomes[row])
            comparison.add(row, express, expected: matrix.expected(row), ours: ours)
        }
        print(comparison.text)
        #expect(comparison.surprises.sorted().prefix(10) == [], "\(comparison.surprises.count) cases")
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        for line in comparison.stated { #expect(page.contains(line), "the page must say: \(line)") }
    }
}

extension ExpressMatrixTests {
    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Sources/Sessions/Documentation.docc/DifferencesFromExpress.md")
}

/// The cases counted.
private struct Comparison {
    private var equal = 0
    private var different = 0
    /// In how many cases each difference shows.
    private(set) var reasons: [ExpressDifference: Int] = [:]
    /// Cases that end otherwise than they should, or as in Express though a difference was claimed.
    private(set) var surprises: [String] = []

    mutating func add(
        _ row: ExpressCase, _ express: ExpressOutcome, expected: ExpressOutcome?, ours: ExpressOutcome
    ) {
        if ours == express { equal += 1 } else { different += 1 }
        for difference in row.differences { reasons[difference, default: 0] += 1 }
        guard ours != expected || (ours == express) != row.differences.isEmpty else { return }
        let wanted = expected.map { "\($0)" } ?? "nothing"
        surprises.append("\(row)\n  Express  \(express)\n  expected \(wanted)\n  ours     \(ours)\n")
    }

    /// What the page says of it.
    var stated: [String] {
        ["Of \(equal + different) cases \(equal) end the same", "The other \(different) end as Express does"]
            + ExpressDifference.allCases.map { "\n| \(reasons[$0, default: 0]) | \($0.rawValue) |\n" }
    }

    private var counts: String {
        "\(equal + different) recorded, \(equal) equal, \(different) different on purpose"
    }

    var text: String {
        let lines = ExpressDifference.allCases.map { "  \(reasons[$0, default: 0]) \($0.rawValue)" }
        return (["express-session: " + counts] + lines).joined(separator: "\n")
    }
}
