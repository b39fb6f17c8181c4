import HTTPCookies
import Sessions

/// A new store, its clock, and what a promise needs to work with them.
struct StoreBench: Sendable {
    let store: any SessionDirectory
    let clock: ManualClock

    /// The key of the session with this number, in the form that the store prefers.
    func key(_ number: UInt64) -> SessionKey {
        var generator = SeededGenerator(seed: number)
        return SessionKey(SessionID.random(using: &generator), store.preferredKeyForm)
    }

    /// A record that has so long to live; in the past where `life` is negative.
    func record(_ json: String, life: Duration = .seconds(3600)) throws(BrokenPromise) -> SessionRecord {
        guard let record = SessionRecord(json: Array(json.utf8), expiry: clock.now() + life) else {
            throw BrokenPromise(subject: "the promise's own record", met: json, expected: "a JSON object")
        }
        return record
    }

    /// Creates a session and expects that this works.
    @discardableResult
    func create(_ number: UInt64, _ json: String, life: Duration = .seconds(3600)) async throws -> SessionRecord {
        let record = try record(json, life: life)
        try expect("create", await store.create(key(number), record), is: true)
        return record
    }

    /// Creates sessions with these numbers.
    func create(
        _ numbers: ClosedRange<UInt64>, life: Duration = .seconds(3600),
        _ json: (UInt64) -> String = { #"{"n":\#($0)}"# }
    ) async throws {
        for number in numbers { try await create(number, json(number), life: life) }
    }

    /// Expects what is, or is not, under a key.
    func expect(_ number: UInt64, holds record: SessionRecord?, _ subject: String) async throws {
        let met = try await store.load(key(number))
        try StoreTesting.expect(subject, met, is: record)
    }

    /// Expects what is under these keys all in all, wherever it is.
    func expectBytes(_ numbers: [UInt64], are expected: [String]) async throws {
        var met: [String] = []
        for number in numbers {
            guard let record = try await store.load(key(number)) else { continue }
            met.append(String(decoding: record.json, as: UTF8.self))
        }
        try expect("sessions under \(numbers.count) keys", met.sorted(), is: expected.sorted())
    }

    func expect<Value: Equatable>(_ subject: String, _ met: Value, is expected: Value) throws(BrokenPromise) {
        try StoreTesting.expect(subject, met, is: expected)
    }

    /// Runs `body` so many times at once.
    func inParallel<Answer: Sendable>(
        _ count: UInt64, _ body: @escaping @Sendable (UInt64) async throws -> Answer
    ) async throws -> [Answer] {
        try await StoreTesting.inParallel(Int(count)) { try await body(UInt64($0)) }
    }

    /// Reads the whole directory, page by page.
    func readAll(
        of owner: String? = nil, limit: Int = 7, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        var cursor: DirectoryCursor?
        for number in 0..<100_000 {
            let page = try await store.page(of: owner, after: cursor, limit: limit)
            try StoreTesting.expect("entries of a page", page.entries.count, "at most \(limit)") { $0 <= limit }
            entries += page.entries
            guard let next = page.next else { return entries }
            cursor = next
            try await between(number)
        }
        throw BrokenPromise(subject: "reading the directory", met: "100000 pages", expected: "an end")
    }
}
