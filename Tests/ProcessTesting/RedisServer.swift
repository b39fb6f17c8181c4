import Foundation

/// A Redis server of a test's own, on 127.0.0.1, with nothing in it.
///
/// Debian's package `redis-server` has it; where it is missing, a test that needs it fails.
package final class RedisServer: Sendable {
    /// Where it listens.
    package let port: Int
    /// Where it speaks to other nodes of its cluster; 0: it is in none.
    package let busPort: Int
    private let folder: TemporaryFolder
    private let arguments: [String]
    private let process: Current

    /// The process, which a restart replaces.
    private actor Current {
        var process: ChildProcess?

        func set(_ process: ChildProcess?) { self.process = process }
    }

    /// Starts it and waits until it answers.
    ///
    /// - Parameters:
    ///   - arguments: more of redis-server's options, such as `--requirepass`; `%folder` stands for its folder.
    ///   - files: what is in its folder, by their names.
    ///   - cluster: whether it can be a node of one.
    /// - Throws: `RedisServerFault` with what it said, where it does not answer.
    package init(
        _ arguments: [String] = [], files: [String: String] = [:], cluster: Bool = false
    ) async throws {
        folder = try TemporaryFolder(files)
        port = try LocalServer.freePort()
        busPort = cluster ? try LocalServer.freePort() : 0
        let path = folder.path
        let joins = ["--cluster-enabled", "yes", "--cluster-port", "\(busPort)", "--cluster-node-timeout", "2000"]
        self.arguments = arguments.map { $0.replacing("%folder", with: path) } + (cluster ? joins : [])
        process = Current()
        try await start()
    }

    /// Starts it again, on the same port and with the same folder.
    package func start() async throws {
        let usesTLS = arguments.contains("--tls-port")
        let all =
            ["--bind", "127.0.0.1", "--dir", folder.path, "--save", "", "--daemonize", "no"]
            + ["--port", usesTLS ? "0" : "\(port)"] + arguments.map { $0.replacing("%port", with: "\(port)") }
        let log = URL(filePath: folder.path + "/redis.log")
        let started = try ChildProcess(
            try Self.locate(), all, environment: ProcessInfo.processInfo.environment, log: log)
        await process.set(started)
        try await poll("redis-server to be ready", within: .seconds(60)) {
            guard started.isRunning else { throw RedisServerFault("redis-server ended: \(try started.output)") }
            return try started.output.contains("Ready to accept connections") ? () : nil
        }
    }

    /// Ends it as an operator does (SIGTERM).
    package func stop() async throws {
        try await process.process?.stop()
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    package func kill() async throws {
        try await process.process?.kill()
    }

    /// Halts it (SIGSTOP): it still takes connections, and answers none.
    package func halt() async {
        await process.process.map { _ = Foundation.kill($0.processIdentifier, SIGSTOP) }
    }

    /// Goes on after a halt.
    package func goOn() async {
        await process.process.map { _ = Foundation.kill($0.processIdentifier, SIGCONT) }
    }

    private static func locate() throws -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in folders + ["/usr/bin"] {
            let program = URL(filePath: folder).appending(path: "redis-server")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        throw RedisServerFault("no redis-server on the PATH: .ci/need test installs it")
    }
}

/// What kept the server from running.
package struct RedisServerFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

extension RedisServer {
    /// Says one command to it, without a password, and answers what it says, as a text.
    ///
    /// - Throws: `RedisServerFault` where it refuses.
    @discardableResult
    package func tell(_ words: String...) async throws -> String {
        try await tell(words)
    }

    /// The same, of a list of words.
    @discardableResult
    package func tell(_ words: [String]) async throws -> String {
        let command = "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        return try await RawClient.connect(port) { conversation in
            try await conversation.send(command)
            let line = try await conversation.next(upTo: "\r\n")
            guard line.hasPrefix("$"), let length = Int(line.dropFirst().dropLast()), length >= 0 else {
                guard !line.hasPrefix("-") else { throw RedisServerFault(line) }
                return String(line.dropFirst().dropLast())
            }
            var text = ""
            while text.utf8.count < length + 2 {
                let more = try await conversation.next(upTo: "\r\n")
                guard !more.isEmpty else { throw RedisServerFault("the reply to \(words[0]) ends too soon") }
                text += more
            }
            return String(text.dropLast())
        }
    }
}
