import HTTPCookies
import Logging
import Sessions
import StoreTesting

/// A session that a store holds, with nothing around it.
struct SessionFixture: Sendable {
    let clock = ManualClock()
    let memory: MemorySessionStore
    let store: FaultyStore
    let keeper: SessionKeeper
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        memory = MemorySessionStore(capacity: 10, clock: clock)
        store = FaultyStore(memory)
        keeper = try SessionKeeper(store: store, secrets: ["keyboard cat"], clock: clock, logger: logger)
    }

    /// A session that the store holds with these values, such as `"loggedin":true`.
    func session(_ values: String) async throws -> Session {
        let json =
            #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}"#
            + (values.isEmpty ? "}" : ",\(values)}")
        guard let id = SessionID("0123456789abcdefghijklmnopqrstuv"),
            let record = SessionRecord(json: Array(json.utf8), expiry: clock.now() + .seconds(86_400))
        else { preconditionFailure("\(json) is no record") }
        _ = try await memory.create(SessionKey(id), record)
        return try await keeper.open(id, for: exchange)
    }

    /// A session that the store could not tell anything of.
    func unreadSession() async throws -> Session {
        try keeper.openUnread(await session(#""loggedin":true"#).id, for: exchange)
    }

    /// A session that begins now.
    func newSession() async throws -> Session {
        try await keeper.open(nil, for: exchange)
    }

    private var exchange: Exchange {
        Exchange(cookies: CookieFields([]), isSecure: false, logger: logger)
    }
}
