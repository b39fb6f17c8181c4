import Foundation

/// What several rounds of a measurement gave.
struct Rounds {
    let values: [Double]

    /// The one in the middle.
    var median: Double { values.sorted()[values.count / 2] }

    /// The least and the most, such as `0.84–0.91`.
    var spread: String {
        String(format: "%.2f–%.2f", values.min() ?? .nan, values.max() ?? .nan)
    }
}

/// Two things measured in turn, so that what else the machine does meanwhile falls on both.
struct Pairs {
    let measured: Rounds
    let base: Rounds

    init(_ rounds: [(base: Double, measured: Double)]) {
        measured = Rounds(values: rounds.map(\.measured))
        base = Rounds(values: rounds.map(\.base))
    }

    /// What was measured, divided by its neighbour, round by round.
    var ratio: Rounds { Rounds(values: zip(measured.values, base.values).map { $0 / $1 }) }
}

/// Measures the base, then the thing itself, then the base again, and so on.
func alternate<Value>(
    rounds: Int, base: () async throws -> Value, _ measure: () async throws -> Value
) async rethrows -> [(base: Value, measured: Value)] {
    var results: [(base: Value, measured: Value)] = []
    for _ in 0..<rounds { results.append((base: try await base(), measured: try await measure())) }
    return results
}

/// The nanoseconds of processor time that one call takes: what else the machine does is not in it.
func nanoseconds(calls: Int, _ body: () async throws -> Void) async rethrows -> Double {
    let start = processorTime()
    for _ in 0..<calls { try await body() }
    return (processorTime() - start) / Double(calls)
}

/// What this process has used so far, in nanoseconds.
private func processorTime() -> Double {
    Double(clock()) * 1e9 / Double(CLOCKS_PER_SEC)
}

/// One line of a table: what was measured, the ratio and its spread, and what the design allows.
func row(_ what: String, _ ratio: String, _ spread: String, _ budget: String, _ absolute: String) {
    let columns = [what.padded(to: 56), ratio.padded(to: 9), spread.padded(to: 13), budget.padded(to: 9), absolute]
    print(columns.joined(separator: " "))
}

/// One line about time: the ratio must not be greater than the budget.
func report(_ what: String, _ pairs: Pairs, budget: Double) {
    row(
        what, String(format: "%.2f x", pairs.ratio.median), pairs.ratio.spread, String(format: "<= %.1f x", budget),
        String(format: "%.0f ns / %.0f ns", pairs.measured.median, pairs.base.median))
}

extension String {
    func padded(to width: Int) -> String {
        padding(toLength: max(width, count), withPad: " ", startingAt: 0)
    }
}
