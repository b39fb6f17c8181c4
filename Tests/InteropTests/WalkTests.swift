import Foundation
import Portero
import ProcessTesting
import Testing

@testable import Interop

/// The real Express is not to be had everywhere: here both apps are Portero's, and `make interop` has the other.
///
/// One after the other: each waits for answers on a thread, and Dispatch is slow to make more than there are cores.
@Suite("A walk between two apps that share a store", .serialized)
struct WalkTests {
    @Test(arguments: WalkOptions.all)
    func `two apps that are told alike agree at each step`(options: WalkOptions) async throws {
        #expect(try await walk(options, options) == Step.all.count)
    }

    static let others = [
        (WalkOptions(resave: false, rolling: true, saveUninitialized: false, maxAge: nil), "Set-Cookie"),
        (WalkOptions(resave: false, rolling: false, saveUninitialized: true, maxAge: nil), "Set-Cookie"),
        (WalkOptions(resave: false, rolling: false, saveUninitialized: false, maxAge: .seconds(60)), "Expires"),
    ]

    @Test(arguments: others)
    func `two that are told different things do not, and it is said where`(other: WalkOptions, what: String) async {
        let options = WalkOptions(resave: false, rolling: false, saveUninitialized: false, maxAge: nil)
        let fault = await #expect(throws: Disagreement.self) { try await walk(options, other) }
        #expect(fault?.fault.what.contains(what) == true)
        #expect(fault?.description.hasPrefix("DISAGREEMENT at portero, ") == true)
    }

    @Test func `a store that changes one byte is found`() async {
        let options = WalkOptions(resave: false, rolling: false, saveUninitialized: false, maxAge: nil)
        let fault = await #expect(throws: Disagreement.self) {
            try await walk(options, options) { BlankingStore(store: $0) }
        }
        #expect(fault?.fault.what == "record")
    }

    @Test(arguments: ["redis", "postgres"])
    func `so do two that share a server`(store: String) async throws {
        let kind = try #require(allBridges.first { $0.name == store })
        try await walk(over: kind)
    }

    private func walk<Kind: Bridge>(over kind: Kind.Type) async throws {
        let options = WalkOptions(resave: false, rolling: true, saveUninitialized: false, maxAge: .seconds(600))
        let folder = try TemporaryFolder()
        try await kind.open(in: URL(fileURLWithPath: folder.path)) { bridge in
            try await PorteroApp(options: options, store: bridge.store).serve { here in
                try await PorteroApp(options: options, store: bridge.store).serve { there in
                    let stops = [here, there].map { Stop(framework: .portero, server: LocalServer(port: $0)) }
                    var walk = try Walk(from: stops[0], to: stops[1], options, over: bridge) { _ in }
                    try await walk.go()
                    try await Overlap(
                        slow: stops[0], other: stops[1], options: options, bridge: bridge
                    ) { _ in }.go()
                }
            }
        }
    }

    @Test func `the options are the whole product, and each step differs from the others`() {
        #expect(Set(WalkOptions.all).count == 16)
        #expect(Set(Step.all).count == Step.all.count)
    }

    /// - Returns: how many steps went as they must.
    private func walk(
        _ options: WalkOptions, _ others: WalkOptions, over store: (any SessionStore) -> any SessionStore = { $0 }
    ) async throws -> Int {
        let folder = try TemporaryFolder()
        let bridge = FolderBridge(folder: URL(fileURLWithPath: folder.path))
        return try await PorteroApp(options: options, store: bridge.store).serve { here in
            try await PorteroApp(options: others, store: store(bridge.store)).serve { there in
                var steps = 0
                var walk = try Walk(
                    from: Stop(framework: .portero, server: LocalServer(port: here)),
                    to: Stop(framework: .portero, server: LocalServer(port: there)), options, over: bridge
                ) { _ in steps += 1 }
                try await walk.go()
                return steps
            }
        }
    }
}

/// Writes a blank behind the first brace, which means nothing in JSON.
private struct BlankingStore: SessionStore {
    let store: any SessionStore

    private func blanked(_ record: SessionRecord) -> SessionRecord {
        SessionRecord(json: Array("{ ".utf8) + record.json.dropFirst(), expiry: record.expiry) ?? record
    }

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? { try await store.load(key) }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await store.create(key, blanked(record))
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement { try await store.replace(key, loaded, with: blanked(new)) }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement { try await store.move(key, loaded, to: newKey, with: blanked(new)) }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await store.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool { try await store.delete(key) }
}
