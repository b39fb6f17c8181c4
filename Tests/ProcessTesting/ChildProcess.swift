package import Foundation

/// A program that runs until it is stopped, by its own process id, and what it has said so far.
package struct ChildProcess: Sendable {
    private let process: Spawn
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
        let read = try FileHandle(forReadingFrom: asked)
        process = try Spawn(
            program.path, arguments, environment: environment, input: read.fileDescriptor, output: said.fileDescriptor)
        try read.close()
        try said.close()
    }

    package var isRunning: Bool { process.exitStatus == nil }

    /// By which the system knows it.
    package var processIdentifier: Int32 { process.identifier }

    /// Standard output and standard error, in the order written.
    package var output: String {
        get throws { String(decoding: try Data(contentsOf: log), as: UTF8.self) }
    }

    /// Waits for the program to end by itself.
    ///
    /// - Returns: its exit status.
    package func end() async throws -> Int32 {
        try await poll("\(name) to end") { process.exitStatus }
    }

    /// Ends the program at once (SIGKILL), in the middle of whatever it does, and waits until it has ended.
    package func kill() async throws {
        process.signal(SIGKILL)
        _ = try await end()
    }

    /// Sends the program SIGTERM.
    package func askToEnd() {
        process.signal(SIGTERM)
    }

    /// Asks the program to end (SIGTERM) and waits until it has; kills it when it does not listen.
    package func stop() async throws {
        guard isRunning else { return }
        process.signal(SIGTERM)
        do {
            _ = try await end()
        } catch {
            process.signal(SIGKILL)
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
