import Foundation
import ProcessTesting

/// A page of ours beside a bare route that gives the very same response.
struct Comparison {
    let what: String
    let visits: [Visit]
    /// `nil`: the first visit, again and again.
    var script: String?
    var rounds = 3
    /// The least ratio that the design allows, where it says one.
    var budget: Double?

    /// Measures, and prints one line.
    func run(_ server: Served, in folder: URL) async throws {
        let recordings = try await recordings(of: server)
        let file = folder.appending(path: "recordings.json")
        try JSONEncoder().encode(recordings).write(to: file)
        let samples = try await OwnProcess.serving(["bare", file.path], in: folder) { bare in
            guard try await self.recordings(of: bare) == recordings else {
                throw BenchmarkFault("\(what): the bare route does not answer as ours does")
            }
            return try await measure(Wrk(folder: folder, load: load), server, bare)
        }
        report(samples)
    }

    private func recordings(of server: Served) async throws -> [Recording] {
        var recordings: [Recording] = []
        for visit in visits { recordings.append(try await Recording(server.local, visit)) }
        return recordings
    }

    private var load: Wrk.Load { script.map { .script($0) } ?? .visit(visits[0]) }

    private func measure(
        _ wrk: Wrk, _ server: Served, _ bare: Served
    ) async throws -> [(base: Sample, measured: Sample)] {
        for warming in [bare, server] { _ = try await wrk.load(warming, seconds: 1) }
        return try await alternate(rounds: rounds) {
            try await wrk.load(bare, seconds: 3)
        } _: {
            try await wrk.load(server, seconds: 3)
        }
    }

    private func report(_ samples: [(base: Sample, measured: Sample)]) {
        let rates = Pairs(samples.map { ($0.base.rate, $0.measured.rate) })
        let costs = Pairs(samples.map { ($0.base.cost, $0.measured.cost) })
        row(
            what, String(format: "%.2f x", rates.ratio.median), rates.ratio.spread,
            budget.map { String(format: ">= %.2f x", $0) } ?? "-",
            String(
                format: "%.0f/s / %.0f/s; %.1f µs / %.1f µs = %.2f x", rates.measured.median, rates.base.median,
                costs.measured.median, costs.base.median, costs.ratio.median))
    }
}
