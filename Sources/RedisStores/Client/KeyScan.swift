import Sessions

/// Where a walk through all keys stands.
struct ScanPosition: Hashable, Sendable {
    /// Which of a cluster's primaries, in the order of their addresses.
    var node = 0
    /// What its `SCAN` answered; 0: the beginning.
    var cursor: UInt64 = 0

    /// Goes on with the next node where this one has no more.
    fileprivate func next(_ cursor: UInt64, of client: RedisClient) async -> ScanPosition? {
        if cursor != 0 { return ScanPosition(node: node, cursor: cursor) }
        return node + 1 < (await client.primaryCount()) ? ScanPosition(node: node + 1) : nil
    }
}

/// A few keys, and where to go on.
struct ScanBatch: Sendable {
    let keys: [[UInt8]]
    /// `nil` at the end.
    let next: ScanPosition?
}

extension RedisClient {
    /// The next keys that begin with `prefix`: a key that is there all the time comes at least once.
    ///
    /// - Parameters:
    ///   - prefix: any text; what means something in a pattern is escaped.
    ///   - position: where the batch before ended.
    ///   - operation: for errors.
    /// - Returns: some keys, or none, before the end.
    /// - Throws: `StoreError` where the server fails.
    func scan(
        _ prefix: String, at position: ScanPosition, _ operation: String
    ) async throws(StoreError) -> ScanBatch {
        let request = PlainRequest(
            "SCAN", nil,
            [
                .text(String(position.cursor)), .text("MATCH"), .text(globEscaped(prefix) + "*"),
                .text("COUNT"), .number(Self.scanCount),
            ],
            mayRepeat: true)
        let reply = try await send(request, to: position.node, operation).value
        if case .error(let refusal) = reply { throw StoreError(operation, refusal) }
        guard let pair = reply.array, pair.count == 2, let cursor = pair[0].bytes, let keys = pair[1].array,
            let next = UInt64(String(decoding: cursor, as: UTF8.self))
        else { throw StoreError(operation, unexpected: reply) }
        return ScanBatch(keys: keys.compactMap(\.bytes), next: await position.next(next, of: self))
    }

    /// As many as connect-redis asks for at once, its option `scanCount`.
    static let scanCount: Int64 = 100

    /// Walks through all keys that begin with `prefix`; one may come twice.
    func forEachBatch(
        _ prefix: String, _ operation: String, _ body: ([[UInt8]]) async throws(StoreError) -> Void
    ) async throws(StoreError) {
        var position: ScanPosition? = ScanPosition()
        while let place = position {
            let batch = try await scan(prefix, at: place, operation)
            if !batch.keys.isEmpty { try await body(batch.keys) }
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
