import Foundation

/// What an attack did to the server and to the bystander.
struct Outcome: Sendable {
    let attack: Attack
    /// How long the bystander's requests took while the attack stood, the shortest first.
    let watched: [Duration]
    /// The bystander's slowest request, also while the connections ended.
    var slowest = Duration.zero
    var bystanderFault: String?
    /// How many connections stood at the end of the watch.
    var letIn = 0
    /// When the server had let go of all of them; `nil`: not in time, or nobody waited for it.
    var released: Duration?
    /// What the server took beyond what it took before, in kilobytes.
    var memory = (most: 0, kept: 0)
    var counts = Tally.Counts()
    /// What stands in the store afterwards.
    var sessions = 0
    var isHealthy = false

    /// What must not be.
    var faults: [String] {
        var faults: [String] = []
        if let bystanderFault { faults.append("the bystander \(bystanderFault)") }
        if watched.isEmpty { faults.append("the bystander was not answered") }
        if !isHealthy { faults.append("the server is not healthy afterwards") }
        if memory.most > attack.megabytes * 1024 { faults.append("the server took \(memory.most / 1024) MB more") }
        if sessions > 0 { faults.append("\(sessions) sessions are stored, expected none") }
        return (faults + faultsOfConnections).map { attack.name + ": " + $0 }
    }

    private var faultsOfConnections: [String] {
        var faults: [String] = []
        if let patience = attack.patience, released == nil {
            faults.append("connections are still there \(patience) and some seconds later")
        }
        if let admitted = attack.admitted, letIn != admitted {
            faults.append("\(letIn) connections were let in, expected \(admitted)")
        }
        if counts.opened < attack.connections {
            faults.append("\(attack.connections - counts.opened) connections could not be made")
        }
        let met = Set(counts.statuses.keys)
        if !met.isSubset(of: attack.answers) || met.isEmpty != attack.answers.isEmpty {
            faults.append("answered with \(met.sorted()), expected \(attack.answers.sorted())")
        }
        return faults
    }
}

// The table.
extension Outcome {
    /// Above the lines.
    static let heading = columns([
        "attack", "conns", "let in", "p50", "p99", "slowest", "p99/quiet", "memory", "per conn", "kept", "lived",
        "gone", "answers",
    ])

    /// One line.
    ///
    /// - Parameter quiet: how long a request took while nobody attacked, 99 of 100.
    /// - Returns: what stands below the heading.
    func line(quiet: Duration) -> String {
        let (p50, p99) = (watched.percentile(50), watched.percentile(99))
        return Self.columns([
            attack.name, "\(attack.connections)", "\(letIn)", p50.inMilliseconds, p99.inMilliseconds,
            slowest.inMilliseconds, String(format: "%.1f x", p99 / quiet), megabytes(memory.most), perConnection,
            megabytes(memory.kept), lived, released?.inSeconds ?? "-", answers,
        ])
    }

    private static func columns(_ texts: [String]) -> String {
        let widths = [18, 6, 6, 8, 8, 8, 9, 9, 9, 9, 13, 7]
        let padded = zip(texts, widths).map { text, width in
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        return (padded + texts.suffix(1)).joined(separator: " ")
    }

    private func megabytes(_ kilobytes: Int) -> String {
        String(format: "%.1f MB", Double(kilobytes) / 1024)
    }

    /// Of a few connections, what each costs does not show in what the process takes.
    private var perConnection: String {
        letIn < 256 ? "-" : String(format: "%.1f kB", Double(memory.most) / Double(attack.connections))
    }

    private var answers: String {
        let list = counts.statuses.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }
        return list.isEmpty ? "-" : list.joined(separator: ", ")
    }

    /// From the first to the last connection that the server ended.
    private var lived: String {
        guard let shortest = counts.shortest, let longest = counts.longest else { return "-" }
        return shortest.inSeconds + "–" + longest.inSeconds
    }
}

extension [Duration] {
    /// Of a sorted list.
    func percentile(_ percent: Int) -> Duration {
        isEmpty ? .zero : self[Swift.min(count - 1, count * percent / 100)]
    }
}

extension Duration {
    fileprivate var inSeconds: String { String(format: "%.1f s", self / .seconds(1)) }
    fileprivate var inMilliseconds: String { String(format: "%.1f", self / .milliseconds(1)) }
}
