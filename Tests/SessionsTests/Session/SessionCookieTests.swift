import ExpressFixtures
import Foundation
import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A session's cookie prints and stores what Express prints and stores") struct SessionCookieTests {
    /// The fixture's clock: 2026-01-02T03:04:05.678Z.
    private let now = ManualClock.start

    @Test func `all vectors are there`() throws {
        let loaded = try ExpressVectors.loaded.get()
        #expect(loaded.setCookie.count == 18)
        #expect(loaded.inflate.count == 9)
        #expect(loaded.nowMs == now.milliseconds)
        #expect(loaded.inflate.allSatisfy { ($0.error == nil) == ($0.afterLoad != nil) })
    }

    @Test(arguments: ExpressVectors.writings)
    func `a stored cookie prints Express's line`(_ writing: ExpressVectors.Writing) throws {
        var cookie = StoredCookie(try fields(writing.storedCookieJSON))
        cookie.touch(now: now)
        #expect(String(decoding: cookie.json.bytes, as: UTF8.self) == writing.storedCookieJSON)
        let value = try CookieSigner(secrets: [writing.secret]).cookieValue(for: writing.sid)
        if let header = writing.header {
            let attributes = try cookie.attributes(isSecure: true)
            #expect(try SetCookie(writing.name, value: value, attributes: attributes).line == header)
        } else {
            #expect(throws: CookieError.self) { try SetCookie(writing.name, value: value) }
        }
    }

    @Test(arguments: ExpressVectors.writings.filter { $0.options.expires == nil && $0.header != nil })
    func `the app's options begin the same stored cookie`(_ writing: ExpressVectors.Writing) throws {
        var cookie = try CookieOptions(writing).begin(as: writing.name, isSecure: writing.options.secure == true)
        cookie.touch(now: now)
        let stored = String(decoding: cookie.json.bytes, as: UTF8.self)
        // Off is absent here, where Express stores the `false` that it was given.
        let expected = writing.storedCookieJSON
            .replacingOccurrences(of: #","sameSite":false"#, with: "")
            .replacingOccurrences(of: #""partitioned":false,"#, with: "")
            .replacingOccurrences(of: #""priority":"HIGH""#, with: #""priority":"high""#)
            .replacingOccurrences(of: #""sameSite":true"#, with: #""sameSite":"strict""#)
        #expect(stored == expected)
    }

    @Test(arguments: ExpressVectors.inflations.filter { $0.error == nil })
    func `a record is loaded, touched and saved as Express does`(_ inflation: ExpressVectors.Inflation) throws {
        let draft = Draft(journal: Journal(), renews: false, beginning: StoredCookie(), policy: .express)
        let record = try #require(SessionRecord(json: Array(inflation.stored.utf8), expiry: now))
        let sheet = try draft.write(over: Draft.Sheet(record), now: now)
        let page = draft.page(sheet, now: now)
        // Names that Express drops on load are kept: a record is written back byte for byte.
        let expected = inflation.savedAfterTouch?
            .replacingOccurrences(of: #""b":"#, with: #""id":"x","save":1,"req":2,"constructor":3,"b":"#)
        #expect(String(decoding: page.record.json, as: UTF8.self) == expected)
        let attributes = try page.cookie.attributes(isSecure: false)
        let value = try CookieSigner(secrets: ["keyboard cat"]).cookieValue(for: "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO")
        #expect(try SetCookie("connect.sid", value: value, attributes: attributes).line == inflation.setCookie)
    }

    @Test(arguments: ExpressVectors.inflations.filter { $0.error == nil })
    func `a record's cookie says before any touch what Express's does`(_ inflation: ExpressVectors.Inflation) throws {
        let cookie = try #require(StoredCookie(of: fields(inflation.stored)))
        let loaded = try #require(inflation.afterLoad)
        #expect(cookie.expires == loaded.expires?.instant)
        #expect(cookie.expires.map { ($0 - now).milliseconds } == loaded.maxAge?.number)
        #expect(cookie.originalMaxAge?.milliseconds == loaded.originalMaxAge?.number)
        // Ours is never stored without a touch, which writes the date anew; the rest stands as in Express's.
        let saved = try #require(inflation.savedWithoutTouch)
        let expected = try #require(StoredCookie(of: fields(saved)))
        for key in StoredCookie.Key.allCases where key != .expires { #expect(cookie[key] == expected[key], "\(key)") }
        #expect(cookie.expires == expected.expires)
    }

    @Test(arguments: ExpressVectors.inflations.compactMap { $0.error == nil ? nil : $0.stored } + garbage)
    func `a record without a cookie object goes on with the app's, where Express fails`(_ stored: String) async throws {
        let desk = try Desk()
        let browser = try await desk.plant(stored)
        let line = try await desk.visit(browser) { session in
            session["n"] = 1
            session.renew()
        }
        #expect(line?.attributes == "Path=/; HttpOnly; SameSite=Lax")
        let cookie = #""cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/","sameSite":"lax"}"#
        #expect(try await desk.json(browser)?.contains(cookie) == true)
    }

    @Test(arguments: [
        (#"{"path":"/","originalMaxAge":60000}"#, 60), (#"{"original\u004DaxAge":60000}"#, 60),
        (#"{"originalMaxAge":1,"original\u004daxAge":null,"originalMaxAge":60000}"#, 60),
        (#"{"originalMaxAge":60000,"original\u004daxAge":null}"#, nil), (#"{"x":{"originalMaxAge":60000}}"#, nil),
        (#"{"originalMaxAg\u0045":60000,"originalMaxAge\u0000":60000}"#, nil), (#"{}"#, nil), ("5", nil),
    ])
    func `its maxAge alone is read as with the rest of it`(cookie: String, seconds: Int?) throws {
        let record = try fields(#"{"a":1,"cookie":\#(cookie)}"#)
        #expect(StoredCookie.originalMaxAge(in: record) == seconds.map { .seconds($0) })
        #expect(StoredCookie(of: record)?.originalMaxAge == seconds.map { .seconds($0) })
    }

    private static let garbage = [#"{"cookie":5}"#, #"{"cookie":[]}"#, #"{"cookie":"x","a":1}"#]

    @Test(arguments: [
        (#"{}"#, "Path=/; HttpOnly"),
        (#"{"httpOnly":0,"secure":1}"#, "Path=/; Secure"),
        (#"{"httpOnly":"yes","secure":"","path":"/x"}"#, "Path=/x; HttpOnly"),
        (#"{"secure":"auto","sameSite":"auto"}"#, "Path=/; HttpOnly; Secure; SameSite=None"),
        (#"{"sameSite":"none","partitioned":true}"#, "Path=/; HttpOnly"),
        (#"{"sameSite":"sideways","priority":"huge","domain":7}"#, "Path=/; HttpOnly"),
    ])
    func `odd attributes mean what Express's defaults and JavaScript's truth make of them`(
        _ json: String, _ printed: String
    ) throws {
        let attributes = try StoredCookie(fields(json)).attributes(isSecure: true)
        #expect(try SetCookie("id", value: "", attributes: attributes).line.attributes == printed)
    }

    @Test func `"auto" in a record leaves it to the connection`() throws {
        let cookie = StoredCookie(try fields(#"{"secure":"auto","sameSite":"auto"}"#))
        #expect(!cookie.isSecure)
        let line = try SetCookie("id", value: "", attributes: cookie.attributes(isSecure: false)).line
        #expect(line.attributes == "Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func `a cookie is expired with its own attributes and a past date (OW-18, C-15)`() throws {
        let json = #"{"originalMaxAge":60000,"secure":true,"domain":"example.com","path":"/app","sameSite":"strict"}"#
        let attributes = try StoredCookie(fields(json)).expiredAttributes(isSecure: true)
        #expect(
            try SetCookie("id", value: "", attributes: attributes).line == """
                id=; Domain=example.com; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; \
                SameSite=Strict
                """)
    }

    private func fields(_ json: String) throws -> RecordFields {
        try #require(RecordFields(json: Array(json.utf8)))
    }
}

extension ExpressVectors.Choice {
    fileprivate var instant: Instant? {
        if case .text(let text) = self { Instant(iso8601: text) } else { nil }
    }

    fileprivate var number: Int64? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension CookieOptions {
    /// What an app would write for Express's options.
    fileprivate init(_ writing: ExpressVectors.Writing) {
        let options = writing.options
        self.init()
        domain = options.domain
        path = options.path ?? "/"
        httpOnly = options.httpOnly ?? true
        secure = options.secure == true ? .always : .never
        maxAge = options.maxAge.map { .milliseconds($0) }
        partitioned = options.partitioned ?? false
        priority = options.priority.flatMap { CookiePriority(rawValue: $0.capitalized) }
        sameSite =
            switch options.sameSite {
            case .flag(let isStrict): isStrict ? .strict : .absent
            case .text(let text): SameSite(rawValue: text.lowercased()) ?? .absent
            case .number, nil: .absent
            }
    }
}
