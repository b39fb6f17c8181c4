import Foundation
import Testing

/// What express-session 1.19.0 did, recorded from it under a fixed clock; see the fixture's own note.
struct ExpressVectors: Decodable {
    let nowMs: Int64
    let sign: [Signing]
    let extract: [Extraction]
    let setCookie: [Writing]

    struct Signing: Decodable, Sendable, CustomTestStringConvertible {
        let secret, sid, signed, cookieValue: String

        var testDescription: String { "\(sid) under \(secret.prefix(16))" }
    }

    struct Extraction: Decodable, Sendable, CustomTestStringConvertible {
        let note, header, name: String
        let secrets: [String]
        let sid: String?

        var testDescription: String { note }
    }

    struct Writing: Decodable, Sendable, CustomTestStringConvertible {
        let options: Options
        let name, secret, sid: String
        let header, error: String?

        var testDescription: String { header ?? "\(name): \(error ?? "")" }
    }

    struct Options: Decodable, Sendable {
        let maxAge: Int64?
        let expires, domain, path, priority: String?
        let httpOnly, secure, partitioned: Bool?
        let sameSite: Choice?
    }

    /// JavaScript's `true`, `false` or a text.
    enum Choice: Decodable, Sendable {
        case flag(Bool)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }
}

extension ExpressVectors {
    /// Read once; a failure shows in the test of the counts, for the tests of the vectors then have no argument.
    static let loaded = Result {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/express-vectors", withExtension: "json"))
        return try JSONDecoder().decode(ExpressVectors.self, from: Data(contentsOf: file))
    }

    static var signings: [Signing] { (try? loaded.get())?.sign ?? [] }
    static var extractions: [Extraction] { (try? loaded.get())?.extract ?? [] }
    static var writings: [Writing] { (try? loaded.get())?.setCookie ?? [] }
}
