import Foundation
import GRDB
public import Sessions

extension SQLiteSessionStore {
    /// In the order in which the sessions began; a renewed session keeps its place.
    ///
    /// O(limit), but for expired records.
    public func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        guard let start = cursor.map({ Int64($0.token) }) ?? .min else {
            throw StoreError("page", .unavailable, cause: "the cursor is not one of this store's")
        }
        let (now, limit) = (clock.now(), max(1, limit))
        return try await database.read("page") { connection in
            let rows = try SessionTable(connection, now).rows(of: owner, after: start, limit: limit)
            let next = rows.count == limit ? rows.last?.place.map { DirectoryCursor(token: "\($0)") } : nil
            return DirectoryPage(entries: rows.compactMap(\.entry), next: next)
        }
    }

    /// O(sessions).
    public func count() async throws(StoreError) -> Int {
        let now = clock.now()
        return try await database.read("count") { try SessionTable($0, now).count() }
    }

    /// One transaction.
    public func clear() async throws(StoreError) {
        try await database.write("clear") { try $0.execute(sql: "DELETE FROM sessions") }
    }
}
