import Foundation
import HTTPCookies
import Logging
import PostgresStores
import ProcessTesting
import RedisStores
import SQLiteStores
import Sessions

/// Requests at once, here and in the servers' own benchmarks.
private let clients = 64

/// What a page that only reads costs of each store, beside what the store's own server says that it can do.
func measureStores(_ folder: URL) async throws {
    let file = try SQLiteDatabase(path: folder.appending(path: "stores.sqlite").path)
    let sqlite = try await Visits(SQLiteSessionStore(file))
    row("open + commit in SQLite, 64 at once", "-", "-", "-", String(format: "%.0f/s", try await sqlite.rate()))
    try file.close()
    try await measureRedis(folder)
    try await measurePostgres(folder)
}

private func measureRedis(_ folder: URL) async throws {
    let server = try await RedisServer()
    try await finishing(with: server.stop) {
        let client = try await RedisClient.open("redis://127.0.0.1:\(server.port)")
        let visits = try await Visits(RedisSessionStore(client))
        let arguments = ["-p", "\(server.port)", "-t", "get", "-c", "\(clients)", "-n", "100000", "-d", "200", "--csv"]
        let rounds = try await alternate(rounds: 3) {
            let said = try await Program("redis-benchmark", log: folder.appending(path: "redis.log")).run(arguments)
            return try figure(/"GET","([0-9.]+)"/, in: said)
        } _: {
            try await visits.rate()
        }
        report("open + commit in Redis / redis-benchmark GET", Pairs(rounds))
        await client.close()
    }
}

private func measurePostgres(_ folder: URL) async throws {
    let server = try await PostgresServer()
    try await finishing(with: server.stop) {
        let address = "postgres://portero@127.0.0.1:\(server.port)/postgres"
        let database = try PostgresDatabase(address)
        var table = PostgresSessionTable()
        table.createTableIfMissing = true
        let visits = try await Visits(try PostgresSessionStore(database, table: table))
        let script = folder.appending(path: "visit.sql")
        try Data("SELECT sess, expire FROM session WHERE sid = '\(visits.id)';\n".utf8).write(to: script)
        // As many connections as the store has.
        let arguments = ["-n", "-M", "prepared", "-c", "10", "-j", "1", "-T", "3", "-f", script.path, address]
        let rounds = try await alternate(rounds: 3) {
            let said = try await Program(
                try PostgresServer.program("pgbench"), log: folder.appending(path: "pgbench.log")
            ).run(arguments)
            return try figure(/tps = ([0-9.]+)/, in: said)
        } _: {
            try await visits.rate()
        }
        report("open + commit in PostgreSQL / pgbench of its SELECT", Pairs(rounds))
        database.close()
    }
}

/// The first figure that a program has told.
private func figure(_ pattern: Regex<(Substring, Substring)>, in said: String) throws -> Double {
    guard let figure = said.firstMatch(of: pattern).flatMap({ Double($0.1) }) else {
        throw BenchmarkFault("no figure in: \(said)")
    }
    return figure
}

private func report(_ what: String, _ pairs: Pairs) {
    row(
        what, String(format: "%.2f x", pairs.ratio.median), pairs.ratio.spread, "-",
        String(format: "%.0f/s / %.0f/s", pairs.measured.median, pairs.base.median))
}

/// Requests of one session that change nothing.
private struct Visits: Sendable {
    private let keeper: SessionKeeper
    private let exchange: Exchange
    /// As the store has it.
    let id: String

    init(_ store: any SessionStore) async throws {
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        var options = SessionOptions()
        options.keyForm = .clear
        keeper = try SessionKeeper(store: store, secrets: ["keyboard cat"], options: options, logger: logger)
        let visitor = Exchange(cookies: CookieFields([]), isSecure: false, logger: logger)
        let session = try await keeper.open(nil, for: visitor)
        session["name", as: String.self] = String(repeating: "Ana María Núñez ", count: 8)
        let cookie = String(try await keeper.commit(session)?.prefix { $0 != ";" } ?? "")
        exchange = Exchange(cookies: CookieFields([cookie]), isSecure: false, logger: logger)
        id = try await session.id.text
    }

    /// Visits in a second, while each of the clients makes one after the other.
    func rate() async throws -> Double {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now - start < .seconds(3) {
                        let session = try await keeper.open(keeper.identify(exchange), for: exchange)
                        _ = try await keeper.commit(session)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
