import HTTPCookies
import Sessions
import StoreTesting
import Testing

@Suite("CookieJar remembers as a browser does") struct CookieJarTests {
    private let clock = ManualClock(Instant(milliseconds: 1_767_323_045_000))

    @Test func `cookies go back in the order in which they came`() {
        let jar = jar(["a=1", "b=2; Path=/; HttpOnly; SameSite=Lax", "c=s%3Ax.y"])
        #expect(jar.header() == "a=1; b=2; c=s%3Ax.y")
    }

    @Test func `a new value stands where the old one stood`() {
        let jar = jar(["a=1", "b=2", "a=3"])
        #expect(jar.header() == "a=3; b=2")
    }

    @Test func `a cookie goes to its path and below`() {
        let jar = jar(["a=1; Path=/api/auth"])
        #expect(jar.header(for: "/api/auth") == "a=1")
        #expect(jar.header(for: "/api/auth/logout?x=1") == "a=1")
        #expect(jar.header(for: "/api/authors") == nil)
        #expect(jar.header(for: "/") == nil)
    }

    @Test func `without a path it goes to the folder asked for`() {
        let jar = CookieJar(clock: clock)
        jar.receive(["a=1"], from: "/auth/signin")
        #expect(jar.header(for: "/auth/logout") == "a=1")
        #expect(jar.header(for: "/") == nil)
    }

    @Test func `cookies of longer paths come first`() {
        let jar = jar(["a=1; Path=/", "a=2; Path=/x", "b=3; Path=/x"])
        #expect(jar.header(for: "/x/y") == "a=2; b=3; a=1")
    }

    @Test func `it expires after its Max-Age, which wins over Expires`() {
        let jar = jar(["a=1; Max-Age=5; Expires=Fri, 02 Jan 2026 03:04:06 GMT"])
        clock.advance(by: .milliseconds(4999))
        #expect(jar.header() == "a=1")
        clock.advance(by: .milliseconds(1))
        #expect(jar.header() == nil)
        #expect(jar["a"] == nil)
    }

    @Test func `it expires at its Expires`() {
        let jar = jar(["a=1; Expires=Fri, 02 Jan 2026 03:04:06 GMT"])
        #expect(jar["a"] == "1")
        clock.advance(by: .seconds(1))
        #expect(jar["a"] == nil)
    }

    @Test(arguments: ["a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=; Max-Age=0", "a=x; max-age=-1; Path=/"])
    func `an expired line deletes`(_ line: String) {
        let jar = jar(["a=1; Path=/", line])
        #expect(jar.header() == nil)
    }

    @Test func `a deletion with another path deletes nothing`() {
        let jar = jar(["a=1; Path=/", "a=; Path=/auth; Max-Age=0"])
        #expect(jar.header() == "a=1")
    }

    @Test func `a secure cookie stays off plain connections`() {
        let jar = jar(["a=1; Secure", "b=2"])
        #expect(jar.header(isSecure: false) == "b=2")
        #expect(jar.header() == "a=1; b=2")
    }

    @Test func `emptied, it has nothing`() {
        let jar = jar(["a=1"])
        jar.empty()
        #expect(jar.header() == nil)
    }

    private func jar(_ lines: [String]) -> CookieJar {
        let jar = CookieJar(clock: clock)
        jar.receive(lines)
        return jar
    }
}
