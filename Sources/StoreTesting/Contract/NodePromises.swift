import HTTPCookies
import Logging
import Sessions

extension StoreContract {
    /// What requests on several nodes make of one store, each node with a keeper of its own.
    static let nodes: [Promise] = [
        Promise("changes of different keys, by requests on several nodes at once, are all kept") { bench in
            let nodes = try Nodes(on: bench.store, clock: bench.clock)
            let id = try await nodes.begin()
            let requests = try await nodes.requests(16, of: id)
            for (number, session) in requests.enumerated() { session["key\(number)"] = number }
            try await nodes.commit(requests)
            let end = try await nodes.request(of: id)
            for number in requests.indices {
                try expect("key\(number)", end["key\(number)", as: Int.self], is: number)
            }
        },
        Promise("an update runs again on what other nodes have stored, so that no increment is lost") { bench in
            let nodes = try Nodes(on: bench.store, clock: bench.clock)
            let id = try await nodes.begin()
            // All of them have read the same before the first one writes.
            let requests = try await nodes.requests(12, of: id)
            for session in requests { try session.update("n", default: 0) { $0 += 1 } }
            try await nodes.commit(requests)
            try expect("n", await nodes.request(of: id)["n", as: Int.self], is: 12)
        },
        Promise("a session that one node destroys is brought back by no request that others have begun") { bench in
            let nodes = try Nodes(on: bench.store, clock: bench.clock)
            for _ in 0..<5 {
                let id = try await nodes.begin()
                let requests = try await nodes.requests(8, of: id)
                requests[0].destroy()
                for session in requests.dropFirst() { try session.update("n", default: 0) { $0 += 1 } }
                try await nodes.commit(requests)
                try expect("a new session", await nodes.request(of: id).isNew, is: true)
                try expect("count", await bench.store.count(), is: 0)
            }
        },
        Promise("a session that several nodes renew at once lives on under one id") { bench in
            let nodes = try Nodes(on: bench.store, clock: bench.clock)
            for round in 1...5 {
                let requests = try await nodes.requests(8, of: nodes.begin())
                for session in requests { session.renew() }
                try await nodes.commit(requests)
                try expect("count", await bench.store.count(), is: round)
            }
        },
    ]
}

/// Keepers that know nothing of each other, on one store.
private struct Nodes: Sendable {
    private let keepers: [SessionKeeper]
    private let exchange: Exchange

    /// Patient, since a busy machine is no fault of the store.
    init(on store: any SessionStore, clock: any WallClock) throws {
        var options = SessionOptions()
        options.timeLimit = .seconds(60)
        let logger = Logger(label: "contract") { _ in SwiftLogNoOpLogHandler() }
        keepers = try (0..<4).map { _ in
            try SessionKeeper(store: store, secrets: ["contract"], options: options, clock: clock, logger: logger)
        }
        exchange = Exchange(cookies: CookieFields([]), isSecure: false, logger: logger)
    }

    /// A session in the store.
    func begin() async throws -> SessionID {
        let session = try await keepers[0].open(nil, for: exchange)
        session["n"] = 0
        _ = try await keepers[0].commit(session)
        return try await session.id
    }

    func request(of id: SessionID) async throws -> Session {
        try await keepers[0].open(id, for: exchange)
    }

    /// Requests of one session that have all read it, at one node after the other.
    func requests(_ count: Int, of id: SessionID) async throws -> [Session] {
        var sessions: [Session] = []
        for number in 0..<count { sessions.append(try await keepers[number % 4].open(id, for: exchange)) }
        return sessions
    }

    /// Ends all requests at once.
    func commit(_ sessions: [Session]) async throws {
        _ = try await inParallel(sessions.count) { try await keepers[$0 % 4].commit(sessions[$0]) }
    }
}
