import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A record's cookie, at random")
struct StoredCookiePropertyTests {
    private static let storedOrder = [
        "originalMaxAge", "partitioned", "priority", "expires", "secure", "httpOnly", "domain", "path", "sameSite",
    ]
    private static let sentOrder = [
        "Domain", "Path", "Expires", "HttpOnly", "Secure", "Partitioned", "Priority", "SameSite",
    ]
    /// What Express stores, and what it would not, as JSON.
    private static let values = [
        "originalMaxAge": ["null", "60000", "false", "0", "-5", "1.5", "\"x\"", "1e300", "{}"],
        "partitioned": ["true", "false", "1", "null"], "priority": ["\"low\"", "\"HIGH\"", "\"odd\"", "7"],
        "expires": [
            "null", "false", #""2026-01-02T03:05:05.678Z""#, #""garbage""#, "5", #""9999-12-31T23:59:59.999Z""#,
        ],
        "secure": ["true", "false", "\"auto\"", "0", "null"], "httpOnly": ["true", "false", "\"\"", "[]"],
        "domain": ["\"example.com\"", "\".example.com\"", "null", "4"], "path": ["\"/\"", "\"/app\"", "\"\"", "null"],
        "sameSite": ["true", "false", "\"lax\"", "\"Strict\"", "\"none\"", "\"auto\"", "\"odd\"", "null"],
        "unknown": ["1", "{\"a\":[]}"],
    ]

    private func cookie(_ random: inout SeededGenerator) throws -> StoredCookie {
        let members = Self.values.sorted { $0.key < $1.key }.shuffled(using: &random)
            .prefix(Int.random(in: 0...Self.values.count, using: &random))
            .map { "\"\($0.key)\":" + ($0.value.randomElement(using: &random) ?? "null") }
        let json = "{" + members.joined(separator: ",") + "}"
        return StoredCookie(try #require(RecordFields(json: Array(json.utf8)), "\(json)"))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `its attributes are sent in Express's order, each once`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let cookie = try cookie(&random)
            let attributes = try cookie.attributes(isSecure: .random(using: &random))
            let line = try SetCookie("id", value: "x", attributes: attributes).line
            let names = line.split(separator: "; ").dropFirst().map { String($0.prefix { $0 != "=" }) }
            #expect(names == Self.sentOrder.filter(names.contains), "\(line)")
        }
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `its keys are stored in Express's order, and what was stored reads the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var cookie = try cookie(&random)
            if Bool.random(using: &random) { cookie.touch(now: ManualClock.start) }
            let fields = try #require(RecordFields(cookie.json.bytes))
            let keys = Self.storedOrder.filter { fields[$0] != nil }
            #expect(fields["unknown"] == nil)
            let places = keys.map { key in cookie.json.bytes.firstIndex(of: "\"\(key)\":") }
            #expect(places == places.sorted())
            #expect(StoredCookie(fields) == cookie)
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `a touch moves its date to now and its maxAge, and nothing else`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let before = try cookie(&random)
            var after = before
            let now = Instant(milliseconds: Int64.random(in: 0...4_102_444_800_000, using: &random))
            after.touch(now: now)
            for key in StoredCookie.Key.allCases where key != .expires { #expect(after[key] == before[key]) }
            if let maxAge = before.originalMaxAge, (now + maxAge).milliseconds < 253_402_300_800_000 {
                #expect(after.expires == now + maxAge)
            }
        }
    }
}

extension Collection<UInt8> {
    /// The place where a text's bytes stand first.
    fileprivate func firstIndex(of text: String) -> Int {
        let bytes = Array(self)
        return bytes.indices.first { bytes[$0...].starts(with: text.utf8) } ?? -1
    }
}
