import Crypto
import Foundation
import Portero

/// Sessions in a folder that an Express process writes into too: the twin of `FolderStore` in `express.cjs`.
///
/// A session is a file: its text is the record's JSON, its date of modification the expiry. Each operation holds a lock,
/// a folder beside the file, since Node can make one but cannot lock a file. For a walk, not for a server.
struct FolderSessionStore: SessionStore {
    private let folder: URL
    private let clock: any WallClock

    init(folder: URL, clock: any WallClock = SystemClock()) {
        self.folder = folder
        self.clock = clock
    }

    /// 64 hex digits: any id is a file's name so, and no two differ by case only.
    static func fileName(of key: SessionKey) -> String {
        let bytes =
            switch key.content {
            case .id(let text): Array(text.utf8)
            case .digest(let digest): digest
            }
        return SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try await locking("load", [key]) { try read(key) }
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await locking("create", [key]) {
            guard try read(key) == nil else { return false }
            try write(record, under: key)
            return true
        }
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await locking("replace", [key]) {
            guard let present = try read(key) else { return .missing }
            guard present.json == loaded.json else { return .changed(present) }
            try write(new, under: key)
            return .replaced
        }
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await locking("move", [key, newKey]) {
            guard let present = try read(key) else { return .missing }
            guard present.json == loaded.json else { return .changed(present) }
            // Ids are random, so this happens to nobody.
            guard try newKey == key || read(newKey) == nil else { return .missing }
            try write(new, under: newKey)
            if newKey != key { try FileManager.default.removeItem(at: file(of: key)) }
            return .replaced
        }
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await locking("touch", [key]) {
            guard try read(key) != nil else { return false }
            try date(file(of: key), expiry)
            return true
        }
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        try await locking("delete", [key]) {
            guard try read(key) != nil else { return false }
            try FileManager.default.removeItem(at: file(of: key))
            return true
        }
    }

    func sweep() async throws(StoreError) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var count = 0
        for name in names where !name.contains(".") {
            count += try await locking("sweep", names: [name]) {
                let file = folder.appending(path: name)
                guard let expiry = try expiry(of: file), expiry <= clock.now() else { return 0 }
                try FileManager.default.removeItem(at: file)
                return 1
            }
        }
        return count
    }
}

extension FolderSessionStore {
    private func file(of key: SessionKey) -> URL {
        folder.appending(path: Self.fileName(of: key))
    }

    private func read(_ key: SessionKey) throws -> SessionRecord? {
        let file = file(of: key)
        guard let expiry = try expiry(of: file), expiry > clock.now() else { return nil }
        return SessionRecord(json: [UInt8](try Data(contentsOf: file)), expiry: expiry)
    }

    /// `nil` where there is no such file.
    private func expiry(of file: URL) throws -> Instant? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let date = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
        return date.map { Instant(rounding: $0) }
    }

    /// Nobody sees half of it: the file is complete, and dated, before it bears its name.
    private func write(_ record: SessionRecord, under key: SessionKey) throws {
        let new = folder.appending(path: Self.fileName(of: key) + ".new")
        try Data(record.json).write(to: new)
        try date(new, record.expiry)
        guard unsafe rename(new.path, file(of: key).path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    private func date(_ file: URL, _ expiry: Instant) throws {
        let date = Date(timeIntervalSince1970: Double(expiry.milliseconds) / 1000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
    }

    private func locking<Answer>(
        _ operation: String, _ keys: Set<SessionKey>, _ body: () throws -> Answer
    ) async throws(StoreError) -> Answer {
        try await locking(operation, names: keys.map(Self.fileName), body)
    }

    /// Runs `body` with the locks of these files, taken in order of their names.
    private func locking<Answer>(
        _ operation: String, names: [String], _ body: () throws -> Answer
    ) async throws(StoreError) -> Answer {
        do {
            var held: [URL] = []
            // A lock that stays behind is met by the next operation.
            defer { for lock in held { try? FileManager.default.removeItem(at: lock) } }
            for name in names.sorted() {
                held.append(try await take(folder.appending(path: name + ".lock")))
            }
            return try body()
        } catch {
            throw StoreError(operation, .unavailable, cause: "\(type(of: error))")
        }
    }

    private func take(_ lock: URL) async throws -> URL {
        let end = ContinuousClock.now + .seconds(20)
        while true {
            do {
                try FileManager.default.createDirectory(at: lock, withIntermediateDirectories: false)
                return lock
            } catch CocoaError.fileWriteFileExists where ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }
}
