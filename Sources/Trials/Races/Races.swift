extension Race {
    /// All races, in the order of the report.
    ///
    /// Source of Express's numbers: express-session 1.19.0 with 200 requests, 64 at once, on MemoryStore and on
    /// connect-redis 9; a sign-out and a write in flight, 10 times, on these and on connect-pg-simple 10; a client that
    /// follows a redirect at once, 20 times, where the store takes 50 ms.
    static let all: [Race] = [
        changes, increments, signOutsBesideWrites, signOutsBesideRenewals, renewalsBesideWrites, renewals, hotSession,
        redirects,
    ]

    private static let changes = Race(
        name: "changes of distinct keys", fault: "lost", express: "191 of 200 lost", share: 10
    ) { track, count in
        let cookie = try await track.signIn(1)[0]
        let heat = try await Heat.run(count) { try await track.get("/set/k\($0)", from: $0, cookie) }
        let values = try await track.look(cookie, from: 0).values
        // One value more: that somebody is signed in.
        return heat.finish(faults: abs(heat.accepted - (values - 1)))
    }

    private static let increments = Race(
        name: "increments of one key", fault: "lost", express: "179 of 200 lost", share: 10
    ) { track, count in
        let cookie = try await track.signIn(1)[0]
        let heat = try await Heat.run(count) { try await track.get("/count", from: $0, cookie) }
        return heat.finish(faults: abs(heat.accepted - (try await track.look(cookie, from: 1).count)))
    }

    private static let signOutsBesideWrites = Race(
        name: "sign-outs, a write in flight", fault: "alive", express: "10 of 10 alive", share: 1
    ) { track, count in
        try await signOuts(track, count, beside: "set/late")
    }

    private static let signOutsBesideRenewals = Race(
        name: "sign-outs, a renewal in flight", fault: "alive", express: "not measured", share: 1
    ) { track, count in
        try await signOuts(track, count, beside: "renew")
    }

    /// Each session is changed at one node by a request that has read it and waits, while it is signed out at another.
    private static func signOuts(_ track: Track, _ count: Int, beside change: String) async throws -> Finish {
        let cookies = try await track.signIn(count)
        let gate = String(change.prefix { $0 != "/" })
        async let writes = Heat.run(count, width: count) {
            try await track.get("/slow/\(gate)/\(change)", from: 1, cookies[$0])
        }
        try await track.wait(for: count, at: gate, of: 1)
        let heat = try await Heat.run(count, expecting: 302) { try await track.get("/sign-out", from: 0, cookies[$0]) }
        try await track.open(gate, of: 1)
        let late = try await writes
        let alive = try await inParallel(count, width: 64) { number in
            let renewed = late.cookies[number]
            let isRenewedAlive = if let renewed { try await track.isAlive(renewed) } else { false }
            let isAlive = try await track.isAlive(cookies[number])
            return isAlive || isRenewedAlive
        }
        return heat.finish(faults: alive.count { $0 })
    }

    /// A write that comes too late for a renewal is dropped; the session must not be, nor may it be there twice.
    private static let renewalsBesideWrites = Race(
        name: "renewals beside writes", fault: "not one session", express: "not measured", share: 1
    ) { track, count in
        let cookies = try await track.signIn(count)
        async let writes = Heat.run(count) { try await track.get("/set/beside", from: 1, cookies[$0]) }
        let heat = try await Heat.run(count) { try await track.get("/renew", from: 0, cookies[$0]) }
        _ = try await writes
        return heat.finish(faults: try await notOne(track, cookies, heat.cookies.map { [$0] }))
    }

    private static let renewals = Race(
        name: "two renewals at once", fault: "not one session", express: "not measured", share: 1
    ) { track, count in
        let cookies = try await track.signIn(count)
        async let others = Heat.run(count) { try await track.get("/renew", from: 1, cookies[$0]) }
        let heat = try await Heat.run(count) { try await track.get("/renew", from: 0, cookies[$0]) }
        let pairs = zip(heat.cookies, try await others.cookies).map { [$0, $1] }
        return heat.finish(faults: try await notOne(track, cookies, pairs))
    }

    /// How many sessions are not alive under exactly one id, which is a new one.
    private static func notOne(_ track: Track, _ old: [String], _ new: [[String?]]) async throws -> Int {
        try await inParallel(old.count, width: 64) { number in
            var alive = 0
            for cookie in Set(new[number].compactMap { $0 }) where try await track.isAlive(cookie) { alive += 1 }
            let isOldAlive = try await track.isAlive(old[number])
            return isOldAlive || alive != 1
        }.count { $0 }
    }

    private static let hotSession = Race(
        name: "requests at once on one session", fault: "lost", express: "not measured", share: 1
    ) { track, count in
        let cookie = try await track.signIn(1)[0]
        let heat = try await Heat.run(count, width: count) { try await track.get("/count", from: $0, cookie) }
        return heat.finish(faults: abs(heat.accepted - (try await track.look(cookie, from: 1).count)))
    }

    private static let redirects = Race(
        name: "redirects followed to another node", fault: "arrived signed out", express: "20 of 20", share: 1
    ) { track, count in
        let arrived = try await inParallel(count, width: 256) { number in
            let start = ContinuousClock.now
            let answer = try await track.get("/sign-in", from: number)
            guard let cookie = answer.cookie, let location = answer.location else { return (false, Duration.zero) }
            let page = try await track.get(location, from: number + 1, cookie)
            return (page.body.hasPrefix("yes"), ContinuousClock.now - start)
        }
        return Finish(faults: arrived.count { !$0.0 }, slowest: arrived.map(\.1).max() ?? .zero)
    }
}
