import Foundation
import Portero
import ProcessTesting
import Testing

@testable import Interop

/// Like ``WalkTests``: an app that writes as Express does stands in for it.
@Suite("A request under way at a sign-out", .serialized)
struct OverlapTests {
    private static let options = [false, true].map {
        WalkOptions(resave: $0, rolling: true, saveUninitialized: false, maxAge: nil)
    }

    @Test(arguments: options)
    func `of Portero's brings no session back`(options: WalkOptions) async throws {
        #expect(try await overlap(options, slow: .portero) { $0 } == 2)
    }

    @Test(arguments: options)
    func `of Express's does where it writes, until the next sign-out`(options: WalkOptions) async throws {
        #expect(try await overlap(options, slow: .express) { BlindStore(store: $0) } == 2)
    }

    @Test(arguments: options)
    func `that brings one back where it must not, or does not where it must, is found`(options: WalkOptions) async {
        let blind = await #expect(throws: Disagreement.self) {
            try await overlap(options, slow: .portero) { BlindStore(store: $0) }
        }
        #expect(blind?.description.contains("under way at a sign-out") == true)
        await #expect(throws: Disagreement.self) { try await overlap(options, slow: .express) { $0 } }
    }

    /// - Returns: how many requests ended as they must.
    private func overlap(
        _ options: WalkOptions, slow: Framework, over store: (any SessionStore) -> any SessionStore
    ) async throws -> Int {
        let folder = try TemporaryFolder()
        let bridge = FolderBridge(folder: URL(fileURLWithPath: folder.path))
        return try await PorteroApp(options: options, store: store(bridge.store)).serve { here in
            try await PorteroApp(options: options, store: bridge.store).serve { there in
                var ended = 0
                try await Overlap(
                    slow: Stop(framework: slow, server: LocalServer(port: here)),
                    other: Stop(framework: .portero, server: LocalServer(port: there)), options: options,
                    bridge: bridge
                ) { _ in ended += 1 }.go()
                return ended
            }
        }
    }
}

/// Writes over whatever is there, or is not, as Express's stores do.
private struct BlindStore: SessionStore {
    let store: any SessionStore

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? { try await store.load(key) }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await store.create(key, record)
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        _ = try await store.delete(key)
        return try await store.create(key, new) ? .replaced : .missing
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement { try await store.move(key, loaded, to: newKey, with: new) }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await store.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool { try await store.delete(key) }
}
