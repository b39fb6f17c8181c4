import Foundation

/// Runs several sieges: each begins when the bystander of the one before has been watched, so that their long waits
/// run together.
struct Stage: Sendable {
    /// Takes the servers' folders.
    let folder: URL

    func play(_ attacks: [Attack]) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
            for (place, attack) in attacks.enumerated() {
                let (turn, next) = AsyncStream<Never>.makeStream()
                let home = try home(of: attack)
                group.addTask {
                    defer { next.finish() }
                    return (place, try await Siege(attack: attack, folder: home).run { next.finish() })
                }
                for await _ in turn {}
            }
            var outcomes: [(Int, Outcome)] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func home(of attack: Attack) throws -> URL {
        let home = folder.appending(path: attack.name)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        return home
    }
}
