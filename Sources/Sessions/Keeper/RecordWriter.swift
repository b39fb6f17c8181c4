import HTTPCookies

/// Writes changes over a record, whatever others write meanwhile.
struct RecordWriter: Sendable {
    let store: any SessionStore
    let clock: any WallClock
    /// How long a write may go on trying against other nodes.
    let timeLimit: Duration
    let queue: CommitQueue
    let backlog = DestructionBacklog()
    let trail = RenewalTrail()

    /// Writes over the record under `key`.
    ///
    /// - Returns: ``WriteResult/missing`` where there is none any more, or none to be seen.
    /// - Throws: ``StoreError``, also where other nodes won for as long as the limit; or what an update's closure
    ///   throws.
    func replace(_ key: SessionKey, _ loaded: SessionRecord, _ draft: Draft) async throws -> WriteResult {
        try await takeTurn(key, draft, isMove: false) { riders, newest in
            let written = await writeTogether(key, over: newest ?? loaded, [draft] + riders.map(\.draft))
            for (rider, result) in zip(riders, written.results.dropFirst()) {
                rider.turn.resume(returning: .done(result))
            }
            return (written.results[0], written.newest)
        }
    }

    /// Writes under `newKey` and removes `key`.
    ///
    /// - Returns: ``WriteResult/missing`` where there is no record under `key` any more, or none to be seen.
    /// - Throws: as ``replace(_:_:_:)``.
    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, _ draft: Draft
    ) async throws -> WriteResult {
        try await takeTurn(key, draft, isMove: true) { _, newest in
            trail.note(key, to: newKey, now: clock.now())
            let written = await write(key, to: newKey, over: newest ?? loaded, [draft])
            if case .success(.missing) = written.results[0] { trail.forget(key, to: newKey) }
            return (written.results[0], nil)
        }
    }

    /// The lock of a key is given back whatever happens: nothing in here throws.
    private func takeTurn(
        _ key: SessionKey, _ draft: Draft, isMove: Bool,
        _ write: ([CommitQueue.Waiting], SessionRecord?) async -> (Result<WriteResult, any Error>, SessionRecord?)
    ) async throws -> WriteResult {
        switch await queue.enter(key, draft, isMove: isMove) {
        case .done(let result):
            return try result.get()
        case .lead(let riders, let newest):
            let (result, newest) = await write(riders, newest)
            queue.leave(key, newest: newest)
            return try result.get()
        }
    }

    /// Writes several requests' changes in one; a change that makes the record too large fails alone.
    private func writeTogether(_ key: SessionKey, over loaded: SessionRecord, _ drafts: [Draft]) async -> Written {
        let written = await write(key, to: nil, over: loaded, drafts)
        guard drafts.count > 1, written.isTooLarge else { return written }
        var apart = Written(results: [], newest: loaded)
        for draft in drafts {
            let one = await writeTogether(key, over: apart.newest ?? loaded, [draft])
            apart.results += one.results
            apart.newest = one.newest ?? apart.newest
        }
        return apart
    }

    /// Writes in place, or to `newKey` if there is one.
    private func write(
        _ key: SessionKey, to newKey: SessionKey?, over loaded: SessionRecord, _ drafts: [Draft]
    ) async -> Written {
        do {
            return try await tryWriting(key, to: newKey, over: loaded, drafts)
        } catch {
            return Written(results: drafts.map { _ in .failure(error) })
        }
    }

    /// Tries until the record has not changed underneath.
    private func tryWriting(
        _ key: SessionKey, to newKey: SessionKey?, over loaded: SessionRecord, _ drafts: [Draft]
    ) async throws -> Written {
        var base = loaded
        var attempts = Attempts(limit: timeLimit)
        while true {
            let stack = DraftStack(drafts, over: base, now: clock.now())
            guard let page = stack.page else { return stack.written }
            guard !backlog.contains(key) else { return stack.missing }
            switch try await ask(key, to: newKey, base, page.record) {
            case .replaced: return stack.written
            case .missing: return stack.missing
            case .changed(let newer): base = newer
            }
            try await attempts.pause(newKey == nil ? "replace" : "move")
        }
    }

    private func ask(
        _ key: SessionKey, to newKey: SessionKey?, _ base: SessionRecord, _ record: SessionRecord
    ) async throws(StoreError) -> Replacement {
        if let newKey { return try await store.move(key, base, to: newKey, with: record) }
        return try await store.replace(key, base, with: record)
    }
}

/// What became of several requests' changes, in their order.
private struct Written {
    var results: [Result<WriteResult, any Error>]
    var newest: SessionRecord?

    var isTooLarge: Bool {
        results.contains { result in
            if case .failure(let error as StoreError) = result { error.kind == .tooLarge } else { false }
        }
    }
}

/// Several requests' changes, one on top of the other.
private struct DraftStack {
    /// What is to be written; `nil` where no change could be made.
    private(set) var page: Draft.Page?
    private var failures: [(any Error)?] = []

    init(_ drafts: [Draft], over base: SessionRecord, now: Instant) {
        var sheet = Draft.Sheet(base)
        for draft in drafts {
            do {
                sheet = try draft.write(over: sheet, now: now)
                failures.append(nil)
            } catch {
                failures.append(error)
            }
        }
        if let last = drafts.last, failures.contains(where: { $0 == nil }) { page = last.page(sheet, now: now) }
    }

    var written: Written {
        Written(results: results(page.map(WriteResult.written) ?? .missing), newest: page?.record)
    }

    /// The same where the session has ended meanwhile.
    var missing: Written {
        Written(results: results(.missing))
    }

    private func results(_ result: WriteResult) -> [Result<WriteResult, any Error>] {
        failures.map { error in error.map { .failure($0) } ?? .success(result) }
    }
}

/// Tries again against other nodes: at once, then after ever longer random pauses, until the limit.
private struct Attempts {
    private let deadline: ContinuousClock.Instant
    private var count = 0

    init(limit: Duration) {
        deadline = .now + limit
    }

    /// - Throws: ``StoreError`` when the time is up.
    mutating func pause(_ operation: String) async throws {
        count += 1
        guard .now < deadline else {
            throw StoreError(operation, .unavailable, cause: "other writers won \(count) times, expected a turn")
        }
        guard count > 1 else { return }
        let most = Int64(1000) << Int64(min(count, 6))
        try await Task.sleep(for: .microseconds(Int64.random(in: 0...most)))
    }
}
