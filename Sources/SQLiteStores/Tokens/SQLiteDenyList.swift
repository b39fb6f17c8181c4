import Foundation
import GRDB
public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps denials in a SQLite file, for every process that has it open.
///
/// A denial is on the disk before it is acknowledged. Whether there is any at all is seen at a glance, whichever
/// process has written it: so an app in which nobody has just signed out looks nothing up.
public final class SQLiteDenyList: DenyList {
    private let database: SQLiteDatabase
    private let clock: any WallClock

    /// - Parameters:
    ///   - database: the file; other stores may share it.
    ///   - clock: by which denials end.
    public init(_ database: SQLiteDatabase, clock: any WallClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    /// One transaction.
    public func deny(_ denial: Denial, until end: Instant) async throws(StoreError) {
        try await database.write("deny") { connection in
            let statement = try connection.cachedStatement(
                sql: """
                    INSERT INTO denials (name, expire) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET expire = max(expire, excluded.expire)
                    """)
            try statement.execute(arguments: [denial.name, end.milliseconds])
        }
    }

    /// One read, and none while the list is empty.
    public func denies(_ token: TokenID, of signIn: SignInID) async throws(StoreError) -> Bool {
        if isEmptyAtAGlance { return false }
        let now = clock.now()
        return try await database.read("denies") { connection in
            let statement = try connection.cachedStatement(
                sql: "SELECT 1 FROM denials WHERE name IN (?, ?) AND expire > ? LIMIT 1")
            let arguments: StatementArguments = [
                Denial.token(token).name, Denial.signIn(signIn).name, now.milliseconds,
            ]
            return try Row.fetchOne(statement, arguments: arguments) != nil
        }
    }

    /// False too where that cannot be seen at once.
    private var isEmptyAtAGlance: Bool {
        database.glance { connection in
            let statement = try connection.cachedStatement(sql: "SELECT 1 FROM denials LIMIT 1")
            return try Row.fetchOne(statement) == nil
        } ?? false
    }

    /// In transactions of 1000 denials each, so that other writers get in between.
    public func sweep() async throws(StoreError) -> Int {
        let now = clock.now()
        var swept = 0
        while true {
            let batch = try await database.write("sweep") { connection in
                let statement = try connection.cachedStatement(
                    sql: "DELETE FROM denials WHERE name IN (SELECT name FROM denials WHERE expire <= ? LIMIT 1000)")
                try statement.execute(arguments: [now.milliseconds])
                return connection.changesCount
            }
            swept += batch
            guard batch == 1000 else { return swept }
        }
    }
}

extension Denial {
    /// The kind and the visible ASCII characters of the name.
    fileprivate var name: String {
        switch self {
        case .token(let id): "jti:" + id.text
        case .signIn(let id): "sid:" + id.text
        }
    }
}
