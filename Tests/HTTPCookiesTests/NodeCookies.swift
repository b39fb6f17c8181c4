import Foundation
import HTTPCookies
import Testing

/// What the packages under express-session make of random cookies; `cookies.cjs` beside the fixture says how.
struct NodeCookies: Decodable {
    let signed: [[String]]
    let parsed: [[String?]]
    let written: [Written]

    struct Written: Decodable {
        let value: String
        let options: Options
        let line: String
    }

    struct Options: Decodable {
        let domain, path, priority: String?
        let expires: Int64?
        let httpOnly, secure, partitioned: Bool
        let sameSite: SameSiteChoice?
    }

    /// JavaScript's `true`, `false` or a name in any case.
    struct SameSiteChoice: Decodable {
        let value: SameSite?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let isStrict = try? container.decode(Bool.self) {
                value = isStrict ? .strict : nil
            } else {
                value = SameSite(rawValue: try container.decode(String.self).capitalized)
            }
        }
    }

    static func load() throws -> NodeCookies {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/node/cookies", withExtension: "json"))
        return try JSONDecoder().decode(NodeCookies.self, from: Data(contentsOf: file))
    }
}

@Suite("Cookies are those of the packages under express-session, at random")
struct NodeCookiesTests {
    @Test func `each text is signed as cookie-signature signs it`() throws {
        let rows = try NodeCookies.load().signed
        #expect(rows.count == 150)
        for row in rows {
            try #require(row.count == 3)
            let signer = try CookieSigner(secrets: [row[0]])
            #expect(signer.cookieValue(for: row[1]) == row[2])
            let value = try #require(CookieFields(["a=" + row[2]]).value(named: "a"))
            #expect(signer.text(fromCookieValue: value) == (row[1].isEmpty ? nil : row[1]), "\(row)")
        }
    }

    @Test func `each header is read as the cookie package reads it`() throws {
        let rows = try NodeCookies.load().parsed
        #expect(rows.count == 600)
        for row in rows {
            let header = try #require(row.first ?? nil)
            let fields = CookieFields([header])
            for (name, value) in zip(["a", "b", "ab", "A"], row.dropFirst()) {
                let met = fields.value(named: name).map { Array($0.utf8) }
                #expect(met == value.map { Array($0.utf8) }, "\(name) in \(header.debugDescription)")
            }
        }
    }

    @Test func `each cookie is written as the cookie package writes it`() throws {
        let rows = try NodeCookies.load().written
        #expect(rows.count == 400)
        for row in rows {
            let attributes = try CookieAttributes(row.options.attributes)
            let value = PercentEncoding.encode(row.value)
            let line = try SetCookie("a", value: value, attributes: attributes).line
            #expect(line == row.line)
        }
    }
}

extension NodeCookies.Options {
    /// In the order in which the cookie package prints them.
    fileprivate var attributes: [CookieAttribute] {
        var list: [CookieAttribute] = []
        if let domain { list.append(.domain(domain)) }
        if let path { list.append(.path(path)) }
        if let expires { list.append(.expires(Instant(milliseconds: expires))) }
        if httpOnly { list.append(.httpOnly) }
        if secure { list.append(.secure) }
        if partitioned { list.append(.partitioned) }
        if let value = priority.flatMap({ CookiePriority(rawValue: $0.capitalized) }) { list.append(.priority(value)) }
        if let value = sameSite?.value { list.append(.sameSite(value)) }
        return list
    }
}
