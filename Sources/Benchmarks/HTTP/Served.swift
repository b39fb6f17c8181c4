import Foundation
import ProcessTesting

/// A server in a process of its own.
struct Served {
    let local: LocalServer
    let process: Int32

    /// What it has used so far, in microseconds.
    ///
    /// Source: proc(5), `/proc/pid/stat`, fields 14 and 15, in hundredths of a second.
    var processorTime: Double {
        get throws {
            let line = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            // The second field, a name in parentheses, may hold blanks.
            let fields = line.drop { $0 != ")" }.split(separator: " ").dropFirst()
            return fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +) * 10_000
        }
    }
}
