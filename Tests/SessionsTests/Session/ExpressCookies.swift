import Foundation
import Testing

/// What express-session 1.19.0 printed and stored of a session's cookie; see the fixture's own note.
struct ExpressCookies: Decodable {
    let nowMs: Int64
    let setCookie: [Writing]
    let inflate: [Inflation]

    struct Writing: Decodable, Sendable, CustomTestStringConvertible {
        let options: Options
        let name, secret, sid, storedCookieJSON: String
        let header, error: String?

        var testDescription: String { "\(name) \(storedCookieJSON)" }
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

    struct Inflation: Decodable, Sendable, CustomTestStringConvertible {
        let note, stored: String
        let savedAfterTouch, setCookie, error: String?

        var testDescription: String { note }
    }
}

extension ExpressCookies {
    /// Read once; a failure shows in the test of the counts, for the tests of the vectors then have no argument.
    static let loaded = Result {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/express-cookies", withExtension: "json"))
        return try JSONDecoder().decode(ExpressCookies.self, from: Data(contentsOf: file))
    }

    static var writings: [Writing] { (try? loaded.get())?.setCookie ?? [] }
    static var inflations: [Inflation] { (try? loaded.get())?.inflate ?? [] }
}
