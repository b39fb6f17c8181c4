import Foundation
import Portero
import ProcessTesting

/// `express.cjs` as a process of its own: the real Express with the real express-session.
struct ExpressApp: Sendable {
    let options: WalkOptions
    let store: String
    let place: String

    /// What it says when it listens.
    private struct Announcement: Decodable {
        let port: Int
        let versions: [String]
    }

    /// What `express.cjs` reads.
    private struct Told: Encodable {
        let secrets: [String]
        let store, place: String
        let resave, rolling, saveUninitialized: Bool
        let maxAge: Int64?

        // Not left out where it is nil, for JavaScript tells `null` from what is not there.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(secrets, forKey: .secrets)
            try container.encode(store, forKey: .store)
            try container.encode(place, forKey: .place)
            try container.encode(resave, forKey: .resave)
            try container.encode(rolling, forKey: .rolling)
            try container.encode(saveUninitialized, forKey: .saveUninitialized)
            try container.encode(maxAge, forKey: .maxAge)
        }

        private enum CodingKeys: CodingKey {
            case secrets, store, place, resave, rolling, saveUninitialized, maxAge
        }
    }

    /// Serves while `body` runs.
    ///
    /// - Parameters:
    ///   - log: takes what it says.
    ///   - body: is told the port, and the versions of what serves there.
    /// - Returns: what `body` returns.
    /// - Throws: `Trouble` that says what is missing, where it does not start.
    func serve<Value: Sendable>(
        log: URL, _ body: (_ port: Int, _ versions: [String]) async throws -> Value
    ) async throws -> Value {
        let process = try Self.start(
            [], ["INTEROP": String(decoding: try JSONEncoder().encode(told), as: UTF8.self)], log: log)
        return try await finishing(with: process.stop) {
            let announcement = try await announcement(of: process)
            return try await body(announcement.port, announcement.versions)
        }
    }

    /// Which packages of each store, by its name, Node does not find.
    ///
    /// - Parameter log: takes what it says.
    /// - Returns: their names; Express's own are the folder's.
    /// - Throws: `Trouble` where there is no Node.
    static func missingPackages(log: URL) async throws -> [String: [String]] {
        let process = try start(["--missing"], [:], log: log)
        _ = try await process.end()
        guard let missing = try? JSONDecoder().decode([String: [String]].self, from: Data(process.output.utf8)) else {
            throw Trouble.ofExpress(try process.output)
        }
        return missing
    }

    private static func start(
        _ arguments: [String], _ environment: [String: String], log: URL
    ) throws -> ChildProcess {
        guard let script = Bundle.module.url(forResource: "express", withExtension: "cjs") else {
            throw Trouble("express.cjs is not beside the program")
        }
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        return try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/env"), ["node", script.path] + arguments, environment: all, log: log)
    }

    private var told: Told {
        Told(
            secrets: WalkOptions.secrets, store: store, place: place, resave: options.resave, rolling: options.rolling,
            saveUninitialized: options.saveUninitialized, maxAge: options.maxAge?.milliseconds)
    }

    private func announcement(of process: ChildProcess) async throws -> Announcement {
        try await poll("Express to listen", within: .seconds(60)) {
            // Asked first: what it said last counts too.
            let isRunning = process.isRunning
            let said = try process.output
            if said.hasSuffix("\n"), let line = said.split(separator: "\n").last,
                let announcement = try? JSONDecoder().decode(Announcement.self, from: Data(line.utf8))
            {
                return announcement
            }
            if !isRunning { throw Trouble.ofExpress(said) }
            return nil
        }
    }
}

/// Why there was no walk.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    static func ofExpress(_ said: String) -> Trouble {
        Trouble(
            """
            \(said.trimmingCharacters(in: .whitespacesAndNewlines))
            The walk needs Node 18 or later with Express 4 and express-session 1.19, in folders that NODE_PATH names; over
            Redis connect-redis 9 and redis too, over PostgreSQL connect-pg-simple 10 and pg:
                npm install --prefix FOLDER express@4 express-session@1.19 connect-redis@9 redis connect-pg-simple@10 pg
                NODE_PATH=FOLDER/node_modules make interop
            """)
    }
}
