import Foundation
import GRDB
import HTTPCookies
import ProcessTesting
import SQLiteStores
import Sessions
import StoreTesting
import Testing

@Suite("A SQLite database file") struct FileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `is made with its folders, for its owner alone`() async throws {
        let database = try SQLiteDatabase(path: folder.path + "/var/data/portero.sqlite")
        _ = try await SQLiteSessionStore(database).create(key(1), record())
        #expect(try folder.mode(of: "var") == 0o700)
        #expect(try folder.mode(of: "var/data") == 0o700)
        for name in ["portero.sqlite", "portero.sqlite-wal", "portero.sqlite-shm"] {
            #expect(try folder.mode(of: "var/data/" + name) == 0o600, "\(name)")
        }
    }

    @Test func `leaves the mode of a folder that was there`() throws {
        try folder.setMode(of: "", to: 0o755)
        _ = try folder.database()
        #expect(try folder.mode(of: "") == 0o755)
    }

    @Test func `that others may read is tightened, with its companions`() async throws {
        let first = try folder.database()
        _ = try await SQLiteSessionStore(first).create(key(1), record())
        let names = ["portero.sqlite", "portero.sqlite-wal", "portero.sqlite-shm"]
        for name in names { try folder.setMode(of: name, to: 0o644) }
        _ = try folder.database()
        for name in names { #expect(try folder.mode(of: name) == 0o600, "\(name)") }
    }

    @Test func `keeps what was acknowledged when it is closed and opened again`() async throws {
        let clock = ManualClock()
        let first = try folder.database()
        _ = try await SQLiteSessionStore(first, clock: clock).create(key(1), record(#"{"n":1}"#))
        try first.close()
        let loaded = try await SQLiteSessionStore(folder.database(), clock: clock).load(key(1))
        #expect(try loaded == record(#"{"n":1}"#))
    }

    @Test func `is written to the disk at every commit`() async throws {
        let database = try folder.database()
        let settings = try await database.pool.writeWithoutTransaction { connection in
            try (
                journal: String.fetchOne(connection, sql: "PRAGMA journal_mode"),
                synchronous: Int.fetchOne(connection, sql: "PRAGMA synchronous"),
                foreignKeys: Int.fetchOne(connection, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(settings.journal == "wal")
        #expect(settings.synchronous == 2)
        #expect(settings.foreignKeys == 1)
    }

    @Test func `that is no database is refused`() throws {
        try Data("not a database, but long enough to be read as its header".utf8).write(to: URL(filePath: folder.file))
        let error = #expect(throws: StoreError.self) { try folder.database() }
        #expect(error?.description == "store unavailable in open: SQLite error 26: file is not a database")
    }

    @Test func `in a place where no folder can be made is refused`() throws {
        try Data("x".utf8).write(to: URL(filePath: folder.file))
        let error = #expect(throws: StoreError.self) { try SQLiteDatabase(path: folder.file + "/a/b.sqlite") }
        #expect(error?.operation == "open")
    }

    @Test func `whose path SQLite would take for memory is a file all the same`() throws {
        let before = FileManager.default.currentDirectoryPath
        let database = try SQLiteDatabase(path: folder.path + "/:memory:")
        #expect(database.path == folder.path + "/:memory:")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/:memory:"))
        #expect(FileManager.default.currentDirectoryPath == before)
    }
}
