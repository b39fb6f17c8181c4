import Crypto
import Foundation
import HTTPCookies
public import Sessions

extension PostgresSessionStore {
    /// How many sessions one page looks at, at the most, for those of an owner.
    private static let sightline = 1000

    /// In the order of the ids; a renewed session may be met again or missed.
    ///
    /// O(limit), but for expired records. Where the table is shared, the sessions of an owner are found by looking
    /// through all of them, so pages may be short or empty. A cursor holds an id, sealed, and is of use only to this
    /// object.
    public func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        let start = try start(cursor)
        // No record has a NUL in it, and no statement may.
        if owner?.utf8.contains(0) == true { return DirectoryPage(entries: [], next: nil) }
        let (now, limit, sightline) = (clock.now(), max(1, limit), Self.sightline)
        var arguments: [PostgresValue] = [.text(start), .time(now), .integer(limit)]
        let statement: PostgresStatement
        switch (owner, isShared) {
        case (nil, _):
            statement = table.page
        case (let owner?, true):
            statement = table.search
            arguments += [.text(owner), .integer(sightline)]
        case (let owner?, false):
            statement = table.pageOfOwner
            arguments.append(.bytes(ownerDigest(of: owner)))
        }
        let rows = try await database.run("page") { [arguments] connection throws(PostgresFault) in
            try connection.run(statement, arguments).rows.map(DirectoryRow.init)
        }
        let found = rows.filter { $0.isSession }
        let last = found.count == limit ? found.last : rows.last { !$0.isSession }
        let entries = found.compactMap(\.entry).filter { entry in
            owner.map { entry.record.owner?.utf8.elementsEqual($0.utf8) ?? false } ?? true
        }
        return DirectoryPage(entries: entries, next: try last?.sid.map(cursor(behind:)))
    }

    /// O(sessions).
    public func count() async throws(StoreError) -> Int {
        let (count, now) = (table.count, clock.now())
        return try await database.run("count") { connection throws(PostgresFault) in
            try connection.run(count, [.time(now)]).rows.first?.integer(0).map(Int.init) ?? 0
        }
    }

    /// In statements of 1000 records each; what begins meanwhile may stay.
    public func clear() async throws(StoreError) {
        var last: String? = ""
        while let start = last {
            last = try await database.run("clear") { [clear = table.clear] connection throws(PostgresFault) in
                try connection.run(clear, [.text(start), .integer(1000)]).rows.first?.text(0)
            }
        }
    }
}

/// One row of the directory; what does not read as a session has a place but no entry.
private struct DirectoryRow {
    let sid: String?
    let isSession: Bool
    let entry: DirectoryEntry?

    init(_ row: PostgresRows.Row) {
        sid = row.text(0)
        isSession = row.bytes(1) != nil
        let key = sid.flatMap { SessionKey(column: $0) }
        entry = key.flatMap { key in
            SessionRecord(row: row, from: 1).map { DirectoryEntry(key: key, record: $0) }
        }
    }
}

extension PostgresSessionStore {
    private func cursor(behind sid: String) throws(StoreError) -> DirectoryCursor {
        // Sealing fails only for a nonce or a key of another length.
        guard let sealed = try? AES.GCM.seal(Data(sid.utf8), using: cursorKey).combined else {
            throw StoreError("page", .unavailable, cause: "a cursor cannot be sealed")
        }
        return DirectoryCursor(token: String(decoding: Base64.url.encode(sealed), as: UTF8.self))
    }

    /// Behind which sid a page begins.
    private func start(_ cursor: DirectoryCursor?) throws(StoreError) -> String {
        guard let cursor else { return "" }
        // Whatever is wrong with it, it is not ours.
        guard let sealed = Base64.url.decode(cursor.token.utf8), let box = try? AES.GCM.SealedBox(combined: sealed),
            let sid = try? AES.GCM.open(box, using: cursorKey)
        else { throw StoreError("page", .unavailable, cause: "the cursor is not one of this store's") }
        return String(decoding: sid, as: UTF8.self)
    }
}
