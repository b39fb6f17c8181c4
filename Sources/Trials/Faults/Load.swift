/// Clients that sign in, change their sessions and sign out, one request after the other, until they are told to stop.
struct Load: Sendable {
    private static let clients = 16
    /// How many values a session is given.
    private static let values = 4

    let track: Track
    let ledger: Ledger

    /// Runs until the task is cancelled; a life that has begun is lived to its end.
    func run() async {
        await withTaskGroup { group in
            for client in 0..<Self.clients {
                group.addTask {
                    var life = client
                    while !Task.isCancelled {
                        await live(life)
                        life += 1
                    }
                }
            }
        }
    }

    /// Every other session is signed out at its end.
    private func live(_ life: Int) async {
        guard let cookie = await ask("/sign-in", life, nil, expecting: 302)?.cookie else {
            // A client that was told to come back does not do so at once.
            try? await Task.sleep(for: .milliseconds(20))
            return
        }
        var entry = Ledger.Entry(cookie: cookie)
        for value in 0..<Self.values {
            let answer = await ask("/set/v\(value)", life + value, cookie, expecting: 204)
            if answer == nil { entry.doubtful += 1 } else { entry.values += 1 }
        }
        if life.isMultiple(of: 2) {
            entry.isSignedOut = await ask("/sign-out", life, cookie, expecting: 302) != nil
            // A sign-out of which nobody knows proves nothing.
            guard entry.isSignedOut else { return }
        }
        ledger.note(entry)
    }

    /// - Returns: the answer, if it was as expected.
    private func ask(
        _ path: String, _ node: Int, _ cookie: String?, expecting status: UInt
    ) async -> TrialClient.Answer? {
        let start = ContinuousClock.now
        // Not cancelled with the load: what has been asked is waited for.
        let answer = await Task { try? await track.get(path, from: node, cookie) }.value
        return ledger.note(answer, expecting: status, since: start) ? answer : nil
    }
}
