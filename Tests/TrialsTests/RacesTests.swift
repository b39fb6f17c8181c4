import Testing

@Suite("Processes that share a store")
struct RacesTests {
    /// A small run of `make races`, with all that it starts.
    @Test(arguments: [("memory", 8), ("sqlite", 16), ("redis", 8), ("postgres", 8)])
    func `lose no change, and whoever has signed out stays signed out`(store: String, races: Int) async throws {
        let (status, report) = try await Trials.run(["races", store, "20"])
        #expect(status == 0, "\(report)")
        #expect(report.split(separator: "\n").count { $0.hasPrefix(store) } == races, "\(report)")
    }
}
