import Foundation
import GRDB
import ProcessTesting

/// How a SQLite file, and the disk below it, can fail.
struct SQLiteFaults: Sendable {
    let file: String
    let track: Track

    var list: [FaultCase] { [lock, disk] }

    /// Another program writes for longer than anybody waits.
    private var lock: FaultCase {
        let other = Holder(file)
        return FaultCase(
            name: "another program holds the lock", inject: { try other.hold() }, heal: { try other.letGo() })
    }

    /// The nodes may write no file beyond a size that it has already: every write fails, as on a full disk.
    private var disk: FaultCase {
        FaultCase(
            name: "the disk is full", inject: { try limitFiles("4096") }, heal: { try limitFiles("unlimited") })
    }

    private func limitFiles(_ size: String) throws {
        for process in track.processes {
            let limiter = Process()
            limiter.executableURL = URL(filePath: "/usr/bin/prlimit")
            limiter.arguments = ["--pid", "\(process)", "--fsize=\(size):unlimited"]
            try limiter.run()
            limiter.waitUntilExit()
            guard limiter.terminationStatus == 0 else { throw TrialFault("prlimit did not take the size \(size)") }
        }
    }
}

/// Holds a file's write lock from a connection of its own.
private final class Holder: Sendable {
    private let queue: DatabaseQueue?

    init(_ file: String) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.allowsUnsafeTransactions = true
        queue = try? DatabaseQueue(path: file, configuration: configuration)
    }

    func hold() throws {
        try queue?.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func letGo() throws {
        try queue?.inDatabase { try $0.execute(sql: "ROLLBACK") }
    }
}
