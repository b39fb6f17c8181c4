import Foundation

/// The median nanoseconds that one call takes, of `rounds` rounds of `calls` calls.
func nanoseconds(calls: Int, rounds: Int = 7, _ body: () async throws -> Void) async rethrows -> Double {
    var results: [Double] = []
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        for _ in 0..<calls { try await body() }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        results.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(calls))
    }
    return results.sorted()[rounds / 2]
}

/// Prints one line: what was measured, the ratio, and what the design allows.
func report(_ what: String, _ time: Double, against base: Double, budget: Double) {
    let name = what.padding(toLength: 60, withPad: " ", startingAt: 0)
    print(String(format: "%@ %8.2f x   <= %.1f x   (%.0f ns / %.0f ns)", name, time / base, budget, time, base))
}
