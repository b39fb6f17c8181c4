import RedisStores

/// Where sessions or accounts are kept, as `SESSION_STORE` and `DATABASE_URL` say it.
enum StoreLocation: Hashable, Sendable {
    /// `memory:`, gone with the process.
    case memory
    /// `sqlite:PATH`.
    case sqlite(path: String)
    /// `redis://…` or `rediss://…`.
    case redis(RedisURL)
    /// `postgres://…` or `postgresql://…`, as libpq takes it.
    case postgres(ConnectionString)

    static let standard = StoreLocation.sqlite(path: "var/portero.sqlite")

    /// - Parameter text: one of the forms above.
    /// - Throws: ``Malformed``, which quotes nothing: there may be a password in it.
    init(_ text: String) throws(Malformed) {
        guard let colon = text.firstIndex(of: ":") else { throw Malformed(reason: "has no scheme") }
        switch (text[..<colon], text[text.index(after: colon)...]) {
        case ("memory", ""): self = .memory
        case ("sqlite", let path) where !path.isEmpty: self = .sqlite(path: String(path))
        case ("redis", _), ("rediss", _): self = .redis(try Self.redis(text))
        case ("postgres", _), ("postgresql", _): self = .postgres(ConnectionString(text: text))
        default: throw Malformed(reason: "is of no store that there is")
        }
    }

    private static func redis(_ text: String) throws(Malformed) -> RedisURL {
        do {
            return try RedisURL(text)
        } catch {
            throw Malformed(reason: "is of Redis, but \(error)")
        }
    }

    /// Whether accounts can be kept there.
    var keepsAccounts: Bool {
        switch self {
        case .sqlite, .postgres: true
        case .memory, .redis: false
        }
    }

    /// Why a text names no store.
    struct Malformed: Error, Hashable {
        let reason: String
    }
}

/// A connection string of PostgreSQL's; prints without what it says, since it may hold a password.
struct ConnectionString: Hashable, Sendable, CustomStringConvertible {
    let text: String

    var description: String { "postgres://…" }
}
