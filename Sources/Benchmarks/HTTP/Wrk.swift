import Foundation
import ProcessTesting

/// The load generator: 64 connections of one thread.
struct Wrk {
    let folder: URL
    /// Which requests are sent.
    let load: Load

    enum Load {
        /// The same again and again.
        case visit(Visit)
        /// What a Lua script says.
        case script(String)
    }

    /// Sends requests as fast as they are answered.
    ///
    /// - Throws: where a connection broke or an answer was an error.
    func load(_ server: Served, seconds: Int) async throws -> Sample {
        let before = try server.processorTime
        let said = try await Program("wrk", log: folder.appending(path: "wrk.log")).run(
            ["-t1", "-c64", "-d\(seconds)s"] + arguments(server.local))
        for fault in ["Socket errors", "Non-2xx"] where said.contains(fault) {
            throw BenchmarkFault("wrk met faults: \(said)")
        }
        guard let rate = said.firstMatch(of: /Requests\/sec: +([0-9.]+)/).flatMap({ Double($0.1) }),
            let count = said.firstMatch(of: /([0-9]+) requests in/).flatMap({ Double($0.1) })
        else { throw BenchmarkFault("wrk gave no figures: \(said)") }
        return Sample(rate: rate, cost: (try server.processorTime - before) / count)
    }

    private func arguments(_ server: LocalServer) throws -> [String] {
        let host = "http://127.0.0.1:\(server.port)"
        switch load {
        case .visit(let visit):
            return visit.headers.flatMap { ["-H", "\($0.key): \($0.value)"] } + [host + visit.path]
        case .script(let text):
            let file = folder.appending(path: "wrk.lua")
            try Data(text.utf8).write(to: file)
            return ["-s", file.path, host]
        }
    }
}

/// What one round gave.
struct Sample {
    /// Requests in a second.
    let rate: Double
    /// The server's processor time for one of them, in microseconds.
    let cost: Double
}
