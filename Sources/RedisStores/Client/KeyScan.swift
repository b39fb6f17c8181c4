import Sessions

/// Where a walk through all keys stands.
struct ScanPosition: Hashable, Sendable {
    /// Which of a cluster's primaries, in the order of their addresses.
    var node = 0
    /// What its `SCAN` answered; 0: the beginning.
    var cursor: UInt64 = 0

    /// Goes on with the next node where this one has no more.
    fileprivate func next(_ cursor: UInt64, of nodes: Int) -> ScanPosition? {
        if cursor != 0 { return ScanPosition(node: node, cursor: cursor) }
        return node + 1 < nodes ? ScanPosition(node: node + 1) : nil
    }
}

/// A few keys, and where to go on.
struct ScanBatch: Sendable {
    let keys: [[UInt8]]
    /// `nil` at the end.
    let next: ScanPosition?
}

extension RedisCall {
    /// The next keys that begin with `prefix`: a key that is there all the time comes at least once.
    ///
    /// - Parameters:
    ///   - prefix: any text; what means something in a pattern is escaped.
    ///   - position: where the batch before ended.
    /// - Returns: some keys, or none, before the end.
    /// - Throws: `StoreError` where the server fails.
    func scan(_ prefix: String, at position: ScanPosition) async throws(StoreError) -> ScanBatch {
        let nodes = await primaryCount()
        // A cluster may have become smaller.
        guard nodes == 0 || position.node < nodes else { return ScanBatch(keys: [], next: nil) }
        let reply = try await ask(
            PlainRequest(
                "SCAN", nil,
                [
                    .text(String(position.cursor)), .text("MATCH"), .text(globEscaped(prefix) + "*"),
                    .text("COUNT"), .number(RedisClient.scanCount),
                ],
                mayRepeat: true),
            at: position.node)
        guard let pair = reply.array, pair.count == 2, let cursor = pair[0].bytes, let keys = pair[1].array,
            let next = UInt64(String(decoding: cursor, as: UTF8.self))
        else { throw unexpected(reply) }
        return ScanBatch(keys: keys.compactMap(\.bytes), next: position.next(next, of: nodes))
    }
}

extension RedisClient {
    /// As many as connect-redis asks for at once, its option `scanCount`.
    static let scanCount: Int64 = 100

    /// Walks through all keys that begin with `prefix`; one may come twice.
    ///
    /// Each batch, and what `body` does with it, has the time of a call.
    func forEachBatch(
        _ prefix: String, _ operation: String, _ body: (RedisCall, [[UInt8]]) async throws(StoreError) -> Void
    ) async throws(StoreError) {
        var position: ScanPosition? = ScanPosition()
        while let place = position {
            let call = begin(operation)
            let batch = try await call.scan(prefix, at: place)
            if !batch.keys.isEmpty { try await body(call, batch.keys) }
            position = batch.next
        }
    }
}

/// A pattern that means this very text.
///
/// Source: Redis, `stringmatchlen`: `*`, `?`, `[` and the backslash.
func globEscaped(_ text: String) -> String {
    var pattern = ""
    for scalar in text.unicodeScalars {
        if "*?[\\".unicodeScalars.contains(scalar) { pattern.unicodeScalars.append("\\") }
        pattern.unicodeScalars.append(scalar)
    }
    return pattern
}

/// Calls `body` for all elements at once: their commands share a few writes.
func atOnce<Element: Sendable, Answer: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws(StoreError) -> Answer
) async throws(StoreError) -> [Answer] {
    let answers = await withTaskGroup(of: (Int, Result<Answer, StoreError>).self) { group in
        for (place, element) in elements.enumerated() {
            group.addTask {
                do throws(StoreError) {
                    return (place, .success(try await body(element)))
                } catch {
                    return (place, .failure(error))
                }
            }
        }
        var answers = [Result<Answer, StoreError>?](repeating: nil, count: elements.count)
        for await (place, answer) in group { answers[place] = answer }
        return answers
    }
    var all: [Answer] = []
    all.reserveCapacity(answers.count)
    for answer in answers {
        if let answer { all.append(try answer.get()) }
    }
    return all
}
