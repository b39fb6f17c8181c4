import Foundation
import GRDB
public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps families of refresh tokens in a SQLite file, with nothing in it that could be traded.
///
/// Every write is one transaction of its own, on the disk before it is acknowledged. A token that is not live is known
/// by a read, so that guesses do not make writers wait.
public final class SQLiteRefreshFamilyStore: RefreshFamilyStore {
    private let database: SQLiteDatabase
    private let clock: any WallClock

    /// - Parameters:
    ///   - database: the file; other stores may share it.
    ///   - clock: by which families expire.
    public init(_ database: SQLiteDatabase, clock: any WallClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    /// One transaction.
    public func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool {
        let now = clock.now()
        return try await database.write("begin") { try RefreshFamilyTable($0, now).insert(family) }
    }

    /// One read.
    public func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily? {
        let now = clock.now()
        return try await database.read("family") { try RefreshFamilyTable($0, now).family(key) }
    }

    /// One read, and one transaction where the token was live.
    public func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation {
        guard let family = try await family(key) else { return .missing }
        guard family.live == token else { return .changed(family) }
        let now = clock.now()
        return try await database.write("rotate") { connection in
            let table = RefreshFamilyTable(connection, now)
            guard let family = try table.family(key) else { return .missing }
            guard family.live == token else { return .changed(family) }
            let rotated = family.rotated(to: next, at: now, until: expiry)
            try table.update(rotated)
            return .rotated(rotated)
        }
    }

    /// One transaction.
    public func revoke(_ signIn: SignInID) async throws(StoreError) -> Int {
        let now = clock.now()
        return try await database.write("revoke") { try RefreshFamilyTable($0, now).delete(signIn) }
    }

    /// One read.
    public func families(of user: UserID) async throws(StoreError) -> [RefreshFamily] {
        let now = clock.now()
        return try await database.read("families") { try RefreshFamilyTable($0, now).families(of: user) }
    }

    /// In transactions of 1000 families each, so that other writers get in between.
    public func sweep() async throws(StoreError) -> Int {
        let now = clock.now()
        var swept = 0
        while true {
            let batch = try await database.write("sweep") {
                try RefreshFamilyTable($0, now).deleteExpired(atMost: 1000)
            }
            swept += batch
            guard batch == 1000 else { return swept }
        }
    }
}
