package import Foundation

/// The hosted app as a process of its own, on a fresh database in a folder of its own.
package final class PorteroProcess {
    private let folder: URL
    private let port: Int
    private let program: URL
    private var server: ChildProcess?

    /// Finds the program and a free port; starts nothing yet.
    ///
    /// - Parameter folder: takes the database and the logs.
    /// - Throws: `PorteroFault` when there is no program or no port.
    package init(in folder: URL) throws {
        self.folder = folder
        program = try Self.locate()
        port = try LocalServer.freePort()
    }

    /// Where the browser finds `path`.
    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The server, for requests without a browser.
    package var local: LocalServer { LocalServer(port: port) }

    /// Runs a command of the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: such as `["users", "list"]`.
    ///   - input: what it reads from standard input.
    ///   - changes: variables to set; `nil` unsets one.
    /// - Returns: its exit status, and what it wrote to either output.
    /// - Throws: where it could not be run.
    package func run(
        _ arguments: [String], input: String = "", changes: [String: String?] = [:]
    ) async throws -> (status: Int32, output: String) {
        var environment = environment
        for (name, value) in changes { environment[name] = value }
        let log = folder.appending(path: "command-\(UUID().uuidString).log")
        let command = try ChildProcess(program, arguments, environment: environment, input: input, log: log)
        let status = try await command.end()
        return (status, try command.output)
    }

    /// Creates an account through the command line, as an operator would.
    package func addUser(_ username: String, name: String, usrID: String, password: String) async throws {
        let arguments = ["users", "add", "--username", username, "--name", name, "--usr-id", usrID, "--password-stdin"]
        let (status, output) = try await run(arguments, input: password + "\n")
        guard status == 0 else { throw PorteroFault("users add ended with \(status): \(output)") }
    }

    /// What the server has said since it was started last; empty before.
    package var output: String {
        get throws { try server?.output ?? "" }
    }

    /// The server's, once it has been started.
    package var processIdentifier: Int32 {
        get throws {
            guard let server else { throw PorteroFault("no server was started") }
            return server.processIdentifier
        }
    }

    /// Ends the server at once (SIGKILL).
    package func kill() async throws { try await server?.kill() }

    /// Sends the server SIGTERM.
    package func askToEnd() { server?.askToEnd() }

    /// Waits for the server to end by itself.
    ///
    /// - Returns: its exit status.
    package func end() async throws -> Int32 {
        guard let server else { throw PorteroFault("no server was started") }
        return try await server.end()
    }

    /// Starts the server and waits until it is healthy.
    ///
    /// - Parameters:
    ///   - folder: the public folder, if not the repository's.
    ///   - changes: variables to set; `nil` unsets one.
    /// - Throws: `PorteroFault` with what it said, where it does not become healthy.
    package func start(public folder: String? = nil, changes: [String: String?] = [:]) async throws {
        let arguments = [
            "serve", "--host", "127.0.0.1", "--port", "\(port)", "--views", Self.repository("Views"), "--public",
            folder ?? Self.repository("Public"),
        ]
        let log = self.folder.appending(path: "serve.log")
        let environment = environment.merging(changes.compactMapValues { $0 }) { $1 }
            .filter { changes[$0.key] != .some(nil) }
        let server = try ChildProcess(program, arguments, environment: environment, log: log)
        self.server = server
        do {
            try await poll("portero to answer /healthz") { try await isHealthy(server) ? () : nil }
        } catch {
            throw PorteroFault("\(error); it said: \(try server.output)")
        }
    }

    /// Stops the server (SIGTERM) and waits until its process is gone.
    package func stop() async throws { try await server?.stop() }

    /// Stops and starts it, on the same port.
    package func restart() async throws {
        try await stop()
        try await start()
    }
}

extension PorteroProcess {
    private func isHealthy(_ server: ChildProcess) async throws -> Bool {
        guard server.isRunning else { throw PorteroFault("portero ended before it was healthy") }
        // Refused connections are what we wait through.
        let answer = try? await LocalServer(port: port).send("GET", "/healthz")
        return answer?.status == 200
    }

    private var environment: [String: String] {
        var all = ProcessInfo.processInfo.environment
        let database = "sqlite:" + folder.appending(path: "portero.sqlite").path
        all["PORT"] = nil
        all["HOST"] = "127.0.0.1"
        all["PORTERO_ENV"] = "development"
        all["SESSION_SECRET"] = "the-browser-journey-signs-with-this-0123456789abcdef"
        all["SESSION_STORE"] = database
        all["DATABASE_URL"] = database
        return all
    }

    /// The package's root, with `path` added.
    package static func repository(_ path: String) -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        return root.appending(path: path).path
    }

    /// A program of this package: SwiftPM builds it into the folder of the test bundle, or into one above it.
    ///
    /// - Parameter name: the program's.
    /// - Returns: where it is.
    /// - Throws: `PorteroFault` where it has not been built.
    package static func locate(_ name: String = "portero") throws -> URL {
        var folder = URL(filePath: CommandLine.arguments[0]).standardizedFileURL
        for _ in 1...4 {
            folder.deleteLastPathComponent()
            let program = folder.appending(path: name)
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        throw PorteroFault("no \(name) beside \(CommandLine.arguments[0]): swift build --product \(name)")
    }
}

/// What kept the app from running.
package struct PorteroFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
