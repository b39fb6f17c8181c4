/// One race, run so many times at once on one track.
struct Race: Sendable {
    let name: String
    /// What must be none, in the report.
    let fault: String
    /// What express-session does in the like, where it has been measured.
    let express: String
    /// How many times, of the whole measure.
    let share: Int
    let run: @Sendable (Track, Int) async throws -> Finish
}

/// How a race ended.
struct Finish: Sendable {
    /// What must be none.
    var faults = 0
    /// Requests that were not answered as they should be, such as with a 503.
    var refused = 0
    /// The slowest request of those that raced.
    var slowest = Duration.zero
}

/// How the requests of a race were answered.
struct Heat: Sendable {
    var accepted = 0
    var refused = 0
    var slowest = Duration.zero
    var cookies: [String?] = []

    /// Sends so many requests, at most `width` at once.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - width: how many at once.
    ///   - status: with which each should be answered.
    ///   - request: sends the one of this number.
    /// - Returns: how they were answered.
    /// - Throws: where one is not answered at all.
    static func run(
        _ count: Int, width: Int = 256, expecting status: UInt = 204,
        _ request: @escaping @Sendable (Int) async throws -> TrialClient.Answer
    ) async throws -> Heat {
        let answers = try await inParallel(count, width: width) { number in
            let start = ContinuousClock.now
            let answer = try await request(number)
            return (answer, ContinuousClock.now - start)
        }
        var heat = Heat()
        for (answer, time) in answers {
            if answer.status == status { heat.accepted += 1 } else { heat.refused += 1 }
            heat.slowest = max(heat.slowest, time)
            heat.cookies.append(answer.cookie)
        }
        return heat
    }

    /// The end of a race in which these were the requests.
    func finish(faults: Int) -> Finish {
        Finish(faults: faults, refused: refused, slowest: slowest)
    }
}
