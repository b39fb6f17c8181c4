import ExpressFixtures
import Foundation
import HTTPCookies
import Testing

@Suite("Cookies are those of express-session")
struct ExpressVectorTests {
    @Test func `every recorded vector is there`() throws {
        let vectors = try ExpressVectors.loaded.get()
        #expect(vectors.sign.count == 7)
        #expect(vectors.extract.count == 20)
        #expect(vectors.setCookie.count == 18)
        #expect(vectors.inflate.count == 9)
        #expect(vectors.uid.count == 3)
    }

    @Test func `no group of them, and nothing of a case, goes unread`() throws {
        #expect(try ExpressVectors.unread(in: ExpressVectors.data) == [])
        let json = """
            {"note": "", "sign": [{"sid": "a"}, {"secret": "b", "salt": "c"}], "extract": [], "redis": [{"a": 1}],
            "setCookie": [{"options": {"maxage": 1}}], "inflate": [{"afterLoad": {"expires": 1, "id": 2}}], "jar": []}
            """
        #expect(
            try ExpressVectors.unread(in: Data(json.utf8)) == [
                "sign.salt", "setCookie.options.maxage", "inflate.afterLoad.id", "jar",
            ])
    }

    @Test(arguments: ExpressVectors.signings)
    func `an id is signed as Express signs it`(vector: ExpressVectors.Signing) throws {
        let signer = try CookieSigner(secrets: [vector.secret])
        #expect(signer.sign(vector.sid) == vector.signed)
        #expect(signer.cookieValue(for: vector.sid) == vector.cookieValue)
        #expect(signer.unsign(vector.signed) == vector.sid)
    }

    @Test(arguments: ExpressVectors.signings)
    func `a signed id is read back, but for the empty one`(vector: ExpressVectors.Signing) throws {
        let signer = try CookieSigner(secrets: [vector.secret])
        let value = try #require(CookieFields(["a=" + vector.cookieValue]).value(named: "a"))
        #expect(signer.text(fromCookieValue: value) == (vector.sid.isEmpty ? nil : vector.sid))
    }

    @Test(arguments: ExpressVectors.extractions)
    func `a Cookie header is read as Express reads it`(vector: ExpressVectors.Extraction) throws {
        let signer = try CookieSigner(secrets: vector.secrets)
        let value = CookieFields([vector.header]).value(named: vector.name)
        #expect(value.flatMap(signer.text(fromCookieValue:)) == vector.sid)
    }

    @Test(arguments: ExpressVectors.writings)
    func `a Set-Cookie line is what Express sends`(vector: ExpressVectors.Writing) throws {
        let now = try Instant(milliseconds: ExpressVectors.loaded.get().nowMs)
        let value = try CookieSigner(secrets: [vector.secret]).cookieValue(for: vector.sid)
        let attributes = try CookieAttributes(vector.options.attributes(now: now))
        guard let header = vector.header else {
            #expect(throws: CookieError.invalidName(vector.name)) {
                try SetCookie(vector.name, value: value, attributes: attributes)
            }
            return
        }
        #expect(try SetCookie(vector.name, value: value, attributes: attributes).line == header)
    }
}

extension ExpressVectors.Options {
    /// The attributes in Express's order.
    fileprivate func attributes(now: Instant) -> [CookieAttribute] {
        var list: [CookieAttribute] = []
        if let domain { list.append(.domain(domain)) }
        if path != "" { list.append(.path(path ?? "/")) }
        if let maxAge { list.append(.expires(now + .milliseconds(maxAge))) }
        if let instant = expires.flatMap({ Instant(iso8601: $0) }) { list.append(.expires(instant)) }
        if httpOnly ?? true { list.append(.httpOnly) }
        if secure == true { list.append(.secure) }
        if partitioned == true { list.append(.partitioned) }
        if let value = priority.flatMap({ CookiePriority(rawValue: $0.capitalizingFirst) }) {
            list.append(.priority(value))
        }
        switch sameSite {
        case .flag(true): list.append(.sameSite(.strict))
        case .text(let text): list += SameSite(rawValue: text.capitalizingFirst).map { [.sameSite($0)] } ?? []
        case .flag(false), .number, nil: break
        }
        return list
    }
}

extension String {
    fileprivate var capitalizingFirst: String {
        prefix(1).uppercased() + dropFirst().lowercased()
    }
}
