import Foundation

/// What the system knows of a process.
struct ServerProbe {
    let process: Int32

    /// In kilobytes; what it has in memory now, and what it has had at the most.
    ///
    /// Source: proc(5), `/proc/pid/status`.
    var memory: (now: Int, most: Int) {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            return (number("VmRSS", text), number("VmHWM", text))
        }
    }

    /// How many connections it has, and sockets that listen.
    ///
    /// Source: proc(5), `/proc/pid/fd`.
    var sockets: Int {
        get throws {
            let folder = "/proc/\(process)/fd"
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            // One that has been closed meanwhile is none.
            return files.count { file in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + file)
                return target?.hasPrefix("socket:") == true
            }
        }
    }

    private func number(_ name: String, _ text: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
