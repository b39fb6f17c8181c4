import HTTPCookies
import ProcessTesting
import SQLiteStores
import Sessions
import StoreTesting
import Testing

@Suite("A SQLite file in several hands") struct SharedFileTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `shows each what the others have written`() async throws {
        let (first, second) = (try store(), try store())
        let old = try record(#"{"n":1}"#)
        _ = try await first.create(key(1), old)
        let loaded = try await second.load(key(1))
        #expect(loaded == old)
        _ = try await second.delete(key(1))
        let gone = try await first.load(key(1))
        let answer = try await first.replace(key(1), old, with: old)
        #expect(gone == nil)
        #expect(answer == .missing)
    }

    @Test func `loses no increment between two writers`() async throws {
        let stores = [try store(), try store()]
        _ = try await stores[0].create(key(1), record(#"{"n":0}"#))
        try await withThrowingTaskGroup { group in
            for store in stores {
                group.addTask { for _ in 0..<25 { try await increment(store) } }
            }
            try await group.waitForAll()
        }
        let loaded = try await stores[1].load(key(1))
        #expect(try loaded == record(#"{"n":50}"#))
    }

    /// The lock is held until the call has failed; one that waited for it would never end.
    @Test(.timeLimit(.minutes(1)))
    func `locked by another, fails in time and has changed nothing`() async throws {
        let store = try store(timeLimit: .milliseconds(50))
        let lock = try await WriteLock(folder.database())
        let error = await #expect(throws: StoreError.self) { try await store.create(key(1), record()) }
        #expect(error?.operation == "create")
        #expect(error?.kind == .unavailable)
        #expect(error?.cause == "SQLite error 5: database is locked")
        lock.release()
        let count = try await self.store().count()
        #expect(count == 0)
    }

    /// One after the other they would take 100 seconds.
    @Test(.timeLimit(.minutes(1)))
    func `locked by another, fails in time for all who wait in line`() async throws {
        let store = try store(timeLimit: .seconds(2))
        let lock = try await WriteLock(folder.database())
        let failures = await withTaskGroup { group in
            for number in 0..<50 {
                group.addTask { await fails { try await store.create(key(number), record()) } }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 50)
        lock.release()
        let count = try await self.store().count()
        #expect(count == 0)
    }

    @Test func `locked by another, can be read`() async throws {
        let store = try store()
        _ = try await store.create(key(1), record())
        let lock = try await WriteLock(folder.database())
        let loaded = try await store.load(key(1))
        lock.release()
        #expect(try loaded == record())
    }

    @Test func `lets nobody wait longer than 2 seconds, unless told otherwise`() throws {
        let database = try SQLiteDatabase(path: folder.file)
        #expect(database.timeLimit < .seconds(2))
    }

    @Test func `recovers by itself when the lock is gone`() async throws {
        let store = try store(timeLimit: .milliseconds(500))
        let lock = try await WriteLock(folder.database())
        await #expect(throws: StoreError.self) { try await store.create(key(1), record()) }
        try await lock.releaseAndWait()
        let isCreated = try await store.create(key(1), record())
        #expect(isCreated)
    }

    @Test func `waits for a lock that is given back in time`() async throws {
        let store = try store()
        let lock = try await WriteLock(folder.database())
        async let isCreated = store.create(key(1), record())
        lock.release()
        #expect(try await isCreated)
    }

    @Test func `does not take a cancelled task for a reason to leave a write undone`() async throws {
        let store = try store()
        let (first, second) = (try record(#"{"n":1}"#), try record(#"{"n":2}"#))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            #expect(Task.isCancelled)
            let isCreated = try await store.create(key(1), first)
            let replaced = try await store.replace(key(1), first, with: second)
            let loaded = try await store.load(key(1))
            return isCreated && replaced == .replaced && loaded == second
        }
        #expect(try await task.value)
        let loaded = try await store.load(key(1))
        #expect(loaded == second)
    }

    private func store(timeLimit: Duration = .seconds(60)) throws -> SQLiteSessionStore {
        SQLiteSessionStore(try folder.database(timeLimit: timeLimit), clock: clock)
    }
}

private func increment(_ store: SQLiteSessionStore) async throws {
    var loaded = try await store.load(key(1))
    while let old = loaded {
        let count = old.fields["n"]?.int ?? 0
        switch try await store.replace(key(1), old, with: record(#"{"n":\#(count + 1)}"#)) {
        case .replaced: return
        case .changed(let newer): loaded = newer
        case .missing: loaded = nil
        }
    }
    Issue.record("the session is gone")
}

private func fails(_ body: () async throws -> Bool) async -> Bool {
    do {
        _ = try await body()
        return false
    } catch {
        return error is StoreError
    }
}
