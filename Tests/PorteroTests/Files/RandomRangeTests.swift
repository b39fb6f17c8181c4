import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

/// What a range is by RFC 9110 section 14, written with no thought of speed.
private enum Oracle {
    static func answer(_ field: String, _ content: String) -> (status: Int, body: String) {
        let whole = (200, content)
        guard let match = field.wholeMatch(of: #/bytes=[ ,]*([0-9]*)-([0-9]*)[ ,]*/#) else { return whole }
        let bytes = Array(content)
        // Nothing in these tests is as long as a number of six digits.
        let first = Int(match.1.suffix(6)).map { match.1.count > 6 ? 1_000_000 : $0 }
        let last = Int(match.2.suffix(6)).map { match.2.count > 6 ? 1_000_000 : $0 }
        let wanted: [Int]
        switch (first, last) {
        case (nil, nil): return whole
        case (nil, let count?): wanted = bytes.indices.filter { $0 >= bytes.count - count }
        case (let first?, nil): wanted = bytes.indices.filter { $0 >= first }
        case (let first?, let last?) where first > last: return whole
        case (let first?, let last?): wanted = bytes.indices.filter { $0 >= first && $0 <= last }
        }
        if wanted.isEmpty { return first == nil && last != 0 ? whole : (416, "") }
        return (206, String(wanted.map { bytes[$0] }))
    }
}

@Suite("Random ranges of a file") struct RandomRangeTests {
    private static let sizes = [0, 1, 2, 7, 10, 100, 999, 5000]

    private static let files = Dictionary(
        uniqueKeysWithValues: sizes.map { size in
            ("\(size).txt", String((0..<size).map { Character(UnicodeScalar(UInt8(33 + $0 % 90))) }))
        })

    private static let pieces = [
        "0", "1", "2", "5", "9", "10", "99", "998", "999", "1000", "4999", "5000", "-", "-", "-", ",", " ", "=", "x",
        "00", "9223372036854775807", "9223372036854775808", "99999999999999999999",
    ]

    @Test(arguments: 0..<8, FileHouse.memories.indices)
    func `get what a naive reader takes them for`(seed: Int, memory: Int) async throws {
        let files = try FileHouse(Self.files, memory: FileHouse.memories[memory])
        try await files.serve { client in
            var random = SeededGenerator(seed: UInt64(seed))
            for _ in 0..<150 {
                let size = Self.sizes.randomElement(using: &random) ?? 0
                let field = Self.field(&random)
                let expected = Oracle.answer(field, Self.files["\(size).txt"] ?? "")
                let answer = try await client.send("/\(size).txt", [.range: field])
                #expect(answer.status == expected.status, "\(field) of \(size)")
                #expect(answer.body == expected.body, "\(field) of \(size)")
            }
        }
    }

    @Test(arguments: FileHouse.memories.indices)
    func `never get a malformed answer, on a live connection either`(memory: Int) async throws {
        let files = try FileHouse(Self.files, memory: FileHouse.memories[memory])
        try await files.serve(.live) { client in
            var random = SeededGenerator(seed: 4711)
            for _ in 0..<300 {
                let size = Self.sizes.randomElement(using: &random) ?? 0
                let field = Self.field(&random)
                check(try await client.send("/\(size).txt", [.range: field]), size, field)
            }
        }
    }

    /// Three in four are well-formed but for what their numbers say.
    private static func field(_ random: inout SeededGenerator) -> String {
        let numbers = pieces.filter { $0.first?.isNumber == true } + [""]
        guard Int.random(in: 0..<4, using: &random) > 0 else {
            // A live client cannot send a blank at the end.
            return "bytes=" + random.text(of: pieces, length: 0...5).filter { $0 != " " }
        }
        let first = numbers.randomElement(using: &random) ?? ""
        return "bytes=\(first)-\(numbers.randomElement(using: &random) ?? "")"
    }

    private func check(_ answer: Received, _ size: Int, _ field: String) {
        let length = answer.body.utf8.count
        #expect(answer.headers[values: .contentLength] == ["\(length)"], "\(field) of \(size)")
        let range = answer.headers[values: .contentRange]
        switch answer.status {
        case 200:
            #expect(length == size && range == [], "\(field) of \(size)")
        case 206:
            let match = range.first?.wholeMatch(of: #/bytes ([0-9]+)-([0-9]+)/([0-9]+)/#)
            let (first, last) = (match.flatMap { Int($0.1) } ?? -1, match.flatMap { Int($0.2) } ?? -1)
            #expect(0 <= first && first <= last && last < size && last - first + 1 == length, "\(field) of \(size)")
            #expect(match.flatMap { Int($0.3) } == size)
        case 416:
            #expect(range == ["bytes */\(size)"] && length == 0, "\(field) of \(size)")
        default:
            Issue.record("\(field) of \(size): \(answer.status)")
        }
    }
}
