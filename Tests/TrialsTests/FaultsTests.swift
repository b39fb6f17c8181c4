import Testing

@Suite("A store that breaks while clients are served")
struct FaultsTests {
    /// `make faults`, of the store that needs no server.
    @Test func `fails fast, loses nothing acknowledged, and is back by itself: SQLite`() async throws {
        let (status, report) = try await Trials.run(["faults", "sqlite"])
        #expect(status == 0, "\(report)")
        #expect(report.split(separator: "\n").count { $0.hasPrefix("sqlite  ") } == 2, "\(report)")
    }
}
