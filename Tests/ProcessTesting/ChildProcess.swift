package import Foundation

/// A program that runs until it is stopped, by its own process id, and what it has said so far.
package struct ChildProcess: Sendable {
    private let process = Process()
    private let name: String
    private let log: URL

    /// Starts the program, which reads `input`; what it writes goes to the file `log`, which is emptied first.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String], input: String = "", log: URL
    ) throws {
        name = program.lastPathComponent
        self.log = log
        try Data().write(to: log)
        let said = try FileHandle(forWritingTo: log)
        // A file and no pipe: a program that ends without reading is to be judged by what it said.
        let asked = log.appendingPathExtension("input")
        try Data(input.utf8).write(to: asked)
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: asked)
        process.standardOutput = said
        process.standardError = said
        try Self.hearingSignals { try process.run() }
        try said.close()
    }

    /// Threads of the concurrency pool block signals, and a child inherits that: it would never hear SIGTERM.
    static func hearingSignals(_ start: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try start()
    }

    package var isRunning: Bool { process.isRunning }

    /// By which the system knows it.
    package var processIdentifier: Int32 { process.processIdentifier }

    /// Standard output and standard error, in the order written.
    package var output: String {
        get throws { String(decoding: try Data(contentsOf: log), as: UTF8.self) }
    }

    /// Waits for the program to end by itself.
    ///
    /// - Returns: its exit status.
    package func end() async throws -> Int32 {
        try await poll("\(name) to end") { isRunning ? nil : () }
        return process.terminationStatus
    }

    /// Ends the program at once (SIGKILL), in the middle of whatever it does, and waits until it has ended.
    package func kill() async throws {
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = try await end()
    }

    /// Sends the program SIGTERM.
    package func askToEnd() {
        process.terminate()
    }

    /// Asks the program to end (SIGTERM) and waits until it has; kills it when it does not listen.
    package func stop() async throws {
        guard isRunning else { return }
        process.terminate()
        do {
            _ = try await end()
        } catch {
            Foundation.kill(process.processIdentifier, SIGKILL)
            throw error
        }
    }
}

/// Runs `body` and then `end`, whatever happens; the first fault is the one that is thrown.
package func finishing<Result>(
    with end: () async throws -> Void, _ body: () async throws -> Result
) async throws -> Result {
    let result: Result
    do {
        result = try await body()
    } catch {
        // What fails after a fault is most often its consequence.
        try? await end()
        throw error
    }
    try await end()
    return result
}

/// Nothing came within the time limit.
package struct TimeLimitReached: Error, CustomStringConvertible {
    package let description: String
}

/// Asks again and again, every 20 ms, until there is an answer.
///
/// - Throws: `TimeLimitReached`, which names `what`, after the time limit; and what `ask` throws, at once.
@discardableResult
package func poll<Answer>(
    _ what: String, within limit: Duration = .seconds(240), _ ask: () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if let answer = try await ask() { return answer }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw TimeLimitReached(description: "waited \(limit) in vain for \(what)")
}
