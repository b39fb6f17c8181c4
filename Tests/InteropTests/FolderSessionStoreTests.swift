import Foundation
import Portero
import ProcessTesting
import StoreTesting
import Synchronization
import Testing

@testable import Interop

@Suite("The folder of a walk keeps the store contract")
struct FolderSessionStoreTests {
    @Test(arguments: StoreContract.promises)
    func `keeps its promise`(_ promise: StoreContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in
            RememberingDirectory(FolderSessionStore(folder: URL(fileURLWithPath: folder.path), clock: clock))
        }
    }

    @Test func `a file is the record's JSON, and its date the expiry`() async throws {
        let folder = try TemporaryFolder()
        let bridge = FolderBridge(folder: URL(fileURLWithPath: folder.path))
        let id = try #require(SessionID("../a b"))
        let expiry = SystemClock().now() + .milliseconds(600_123)
        let record = try #require(SessionRecord(json: Array(#"{"cookie":{}}"#.utf8), expiry: expiry))
        #expect(try await bridge.store.create(SessionKey(id), record))
        #expect(try bridge.stored(id) == record)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1, "no lock, no half file")
    }

    @Test func `a folder that is not there is an error of the store`() async throws {
        let store = FolderSessionStore(folder: URL(fileURLWithPath: "/nowhere/at/all"))
        let id = try #require(SessionID("a"))
        await #expect(throws: StoreError.self) { try await store.load(SessionKey(id)) }
    }
}

/// Adds what the contract asks beyond a store: it remembers the keys, which the files' names do not tell.
private final class RememberingDirectory: SessionDirectory {
    private let store: FolderSessionStore
    private let keys = Mutex<[SessionKey]>([])

    init(_ store: FolderSessionStore) {
        self.store = store
    }

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? { try await store.load(key) }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        remember(key)
        return try await store.create(key, record)
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement { try await store.replace(key, loaded, with: new) }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        remember(newKey)
        return try await store.move(key, loaded, to: newKey, with: new)
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await store.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool { try await store.delete(key) }

    func sweep() async throws(StoreError) -> Int { try await store.sweep() }

    func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        let start = cursor.flatMap { Int($0.token) } ?? 0
        let page = keys.withLock { Array($0.dropFirst(start).prefix(limit)) }
        var entries: [DirectoryEntry] = []
        for key in page {
            guard let record = try await store.load(key) else { continue }
            if let owner, record.owner?.utf8.elementsEqual(owner.utf8) != true { continue }
            entries.append(DirectoryEntry(key: key, record: record))
        }
        let next = page.count < limit ? nil : DirectoryCursor(token: "\(start + limit)")
        return DirectoryPage(entries: entries, next: next)
    }

    func count() async throws(StoreError) -> Int {
        var count = 0
        for key in keys.withLock({ $0 }) where try await store.load(key) != nil { count += 1 }
        return count
    }

    func clear() async throws(StoreError) {
        for key in keys.withLock({ $0 }) { _ = try await store.delete(key) }
    }

    private func remember(_ key: SessionKey) {
        keys.withLock { if !$0.contains(key) { $0.append(key) } }
    }
}
