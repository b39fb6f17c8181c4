/// Runs `body` so many times at once.
///
/// - Parameters:
///   - count: how many times.
///   - body: given its number, from 0.
/// - Returns: the answers, in the order in which they came.
/// - Throws: what `body` throws.
func inParallel<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: Answer.self) { group in
        for number in 0..<count { group.addTask { try await body(number) } }
        var answers: [Answer] = []
        for try await answer in group { answers.append(answer) }
        return answers
    }
}
