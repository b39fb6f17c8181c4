import Testing

@Suite("A store that breaks while clients are served")
struct FaultsTests {
    /// `make faults`, store by store.
    @Test(arguments: [("sqlite", 2), ("redis", 6), ("postgres", 6)])
    func `fails fast, loses nothing acknowledged, and is back by itself`(store: String, faults: Int) async throws {
        let (status, report) = try await Trials.run(["faults", store])
        #expect(status == 0, "\(report)")
        #expect(report.split(separator: "\n").count { $0.hasPrefix(store + "  ") } == faults, "\(report)")
    }
}
