package import Foundation

/// One of the five sign-out systems as a process of its own: `portero examples sign-out`.
package final class ExampleProcess {
    private let server: ChildProcess
    private let port: Int
    /// Of the user demo.
    package let password: String

    /// Starts it on a free port, and waits until it listens.
    ///
    /// - Parameters:
    ///   - system: such as `vlife`.
    ///   - origins: whose pages may call.
    ///   - folder: takes what it says.
    /// - Throws: `PorteroFault` with what it said, where it does not listen.
    package init(_ system: String, origins: [String], in folder: URL) async throws {
        // The judicial backend's auth service listens on the port behind its own.
        port = try LocalServer.freePort(ofARow: 2)
        server = try ChildProcess(
            try PorteroProcess.locate(),
            [
                "examples", "sign-out", system, "--port", "\(port)", "--origins", origins.joined(separator: ","),
                "--views", PorteroProcess.repository("Views"),
            ],
            environment: ProcessInfo.processInfo.environment.filter { $0.key != "AUTH_SERVICE_URL" },
            log: folder.appending(path: "\(system).log"))
        do {
            password = try await Self.password(told: server)
            try await Self.listening(server, port)
        } catch {
            let said = try server.output
            try await server.stop()
            throw PorteroFault("\(error); it said: \(said)")
        }
    }

    /// Such as `http://127.0.0.1:20000`.
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// Stops it (SIGTERM) and waits until its process is gone.
    package func stop() async throws { try await server.stop() }

    /// Halts it in the middle of whatever it does (SIGSTOP): it still takes connections, and answers none.
    package func halt() { Foundation.kill(server.processIdentifier, SIGSTOP) }

    /// Goes on after a halt.
    package func goOn() { Foundation.kill(server.processIdentifier, SIGCONT) }

    private static func password(told server: ChildProcess) async throws -> String {
        try await poll("the example to tell a password") {
            try expectRunning(server)
            return try server.output.firstMatch(of: /password: (\S+)\n/).map { String($0.1) }
        }
    }

    private static func listening(_ server: ChildProcess, _ port: Int) async throws {
        try await poll("the example to listen") {
            try expectRunning(server)
            // Refused connections are what we wait through; whatever it answers will do.
            return try? await LocalServer(port: port).send("GET", "/").status
        }
    }

    private static func expectRunning(_ server: ChildProcess) throws {
        guard server.isRunning else { throw PorteroFault("the example ended before it listened") }
    }
}
