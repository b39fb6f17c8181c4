import Foundation
import Testing

@testable import Interop

@Suite("Over which stores there are walks")
struct ItineraryTests {
    private static let nothing = ["folder": [], "redis": [], "postgres": []] as [String: [String]]
    private static let onlyExpress = ["folder": [], "redis": ["connect-redis", "redis"], "postgres": ["pg"]]

    private func names(_ arguments: [String], missing: [String: [String]]) async throws -> [String] {
        try await Itinerary(arguments) { missing }.bridges.map { $0.name }
    }

    @Test func `over all, unless one is named`() async throws {
        #expect(try await names([], missing: Self.nothing) == ["folder", "redis", "postgres"])
        for name in ["folder", "redis", "postgres"] {
            #expect(try await names(["--store", name], missing: Self.nothing) == [name])
        }
    }

    @Test func `those without packages are left out, and it is said why`() async throws {
        let itinerary = try await Itinerary([]) { Self.onlyExpress }
        #expect(itinerary.bridges.map { $0.name } == ["folder"])
        #expect(
            itinerary.omissions == [
                "left out: redis, because Node does not find connect-redis and redis",
                "left out: postgres, because Node does not find pg",
            ])
    }

    @Test func `one that is named is not left out in silence, nor is Express`() async throws {
        let fault = await #expect(throws: Trouble.self) {
            try await names(["--store", "redis"], missing: Self.onlyExpress)
        }
        #expect(fault?.description.hasPrefix("Node does not find connect-redis and redis.") == true)
        for arguments in [[], ["--store", "folder"], ["--store", "redis"]] {
            await #expect(throws: Trouble.self) { try await names(arguments, missing: ["folder": ["express"]]) }
        }
    }

    @Test(arguments: [["--store"], ["--store", "tape"], ["folder"], ["--store", "folder", "x"]])
    func `a store that there is not is told`(arguments: [String]) async {
        let fault = await #expect(throws: Trouble.self) { try await names(arguments, missing: Self.nothing) }
        #expect(fault?.description == "usage: Interop [--store folder|redis|postgres]")
    }
}
