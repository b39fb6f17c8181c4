import Foundation
import ProcessTesting

/// The processes of one store, and what a client can ask of them.
struct Track: Sendable {
    let store: String
    /// By which the system knows the processes.
    let processes: [Int32]
    private let client: TrialClient
    private let ports: [Int]

    /// Runs `body` with so many processes on the store, and stops them.
    ///
    /// - Parameters:
    ///   - store: its name in the report.
    ///   - address: where it is.
    ///   - processes: how many share it.
    ///   - folder: takes what they say.
    ///   - body: is given the track.
    /// - Returns: what `body` gives.
    /// - Throws: where a process does not listen, and what `body` throws.
    static func with<Result: Sendable>(
        _ store: String, at address: String, processes: Int, in folder: URL,
        _ body: (Track) async throws -> Result
    ) async throws -> Result {
        let client = TrialClient.make()
        var children: [ChildProcess] = []
        return try await finishing(
            with: {
                for child in children { try await child.stop() }
                try await client.leave()
            },
            {
                var ports: [Int] = []
                for number in 0..<processes {
                    let port = try LocalServer.freePort()
                    let child = try ChildProcess(
                        try PorteroProcess.locate("Trials"), ["node", address, "\(port)"],
                        environment: ProcessInfo.processInfo.environment,
                        log: folder.appending(path: "\(store)-\(number).log"))
                    children.append(child)
                    try await listening(child, port)
                    ports.append(port)
                }
                let processes = children.map(\.processIdentifier)
                return try await body(Track(store: store, processes: processes, client: client, ports: ports))
            })
    }

    private static func listening(_ child: ChildProcess, _ port: Int) async throws {
        try await poll("a node to listen") {
            guard child.isRunning else { throw TrialFault("a node ended before it listened: \(try child.output)") }
            // Refused connections are what we wait through.
            return try? await LocalServer(port: port).send("GET", "/gates/none").status
        }
    }
}

// What a client asks.
extension Track {
    /// - Parameters:
    ///   - path: with its slash.
    ///   - node: which of the processes, counted round.
    ///   - cookie: of the session.
    /// - Returns: the answer.
    /// - Throws: where there is none.
    func get(_ path: String, from node: Int, _ cookie: String? = nil) async throws -> TrialClient.Answer {
        try await client.get(url(path, node), cookie)
    }

    private func url(_ path: String, _ node: Int) -> String {
        "http://127.0.0.1:\(ports[node % ports.count])\(path)"
    }

    /// Begins sessions that are signed in.
    func signIn(_ count: Int) async throws -> [String] {
        try await inParallel(count, width: 64) { number in
            let answer = try await get("/sign-in", from: number)
            guard let cookie = answer.cookie else { throw TrialFault("a sign-in answered \(answer.status), no cookie") }
            return cookie
        }
    }

    /// What the session has, as a node sees it.
    func look(_ cookie: String, from node: Int) async throws -> Look {
        let answer = try await get("/", from: node, cookie)
        let words = answer.body.split(separator: " ")
        guard words.count == 3, let count = Int(words[1]), let values = Int(words[2]) else {
            throw TrialFault("a look answered \(answer.status): \(answer.body)")
        }
        return Look(isSignedIn: words[0] == "yes", count: count, values: values)
    }

    /// Whether any node still sees somebody signed in.
    func isAlive(_ cookie: String) async throws -> Bool {
        for node in ports.indices where try await look(cookie, from: node).isSignedIn { return true }
        return false
    }

    /// Waits until so many requests stand at a node's gate.
    func wait(for count: Int, at gate: String, of node: Int) async throws {
        try await poll("\(count) requests at a gate") {
            try await get("/gates/\(gate)", from: node).body == "\(count)" ? () : nil
        }
    }

    /// Lets them go on.
    func open(_ gate: String, of node: Int) async throws {
        _ = try await client.post(url("/gates/\(gate)", node))
    }
}

/// What a session has.
struct Look: Hashable, Sendable {
    let isSignedIn: Bool
    let count: Int
    let values: Int
}

/// Runs `body` so many times, at most `width` at once.
///
/// - Returns: what each gave, in the order of their numbers.
func inParallel<Result: Sendable>(
    _ count: Int, width: Int, _ body: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results: [Int: Result] = [:]
        for number in 0..<count {
            if number >= width, let (done, result) = try await group.next() { results[done] = result }
            group.addTask { (number, try await body(number)) }
        }
        for try await (done, result) in group { results[done] = result }
        return (0..<count).compactMap { results[$0] }
    }
}
