import Foundation
import ProcessTesting

/// Where a measurement is made: no figure means anything without it.
enum Machine {
    /// Asks the system and the compiler, which answers into `folder`.
    static func describe(in folder: URL) async throws -> String {
        let info = ProcessInfo.processInfo
        return """
            \(info.activeProcessorCount) cores, \(info.physicalMemory >> 30) GiB, Linux \(try kernel), \
            \(try await compiler(folder)), load \(try load) before
            wrk -t1 -c64 on the same machine takes its share of the cores; HTTP is measured against a bare Hummingbird \
            route that gives the same response, in requests a second and in the server's processor time for one
            """
    }

    private static var kernel: String {
        get throws { try text(of: "/proc/sys/kernel/osrelease") }
    }

    /// How many tasks have been ready to run, over the last minute.
    private static var load: String {
        get throws { String(try text(of: "/proc/loadavg").prefix { $0 != " " }) }
    }

    private static func text(of path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func compiler(_ folder: URL) async throws -> String {
        let said = try await Program("swift", log: folder.appending(path: "swift.log")).run(["--version"])
        return said.firstMatch(of: /Swift version [0-9.]+/).map { String($0.0) } ?? "Swift of an unknown version"
    }
}
