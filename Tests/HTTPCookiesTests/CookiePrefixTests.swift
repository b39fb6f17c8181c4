import HTTPCookies
import Testing

@Suite("C-9: cookie name prefixes")
struct CookiePrefixTests {
    static let hosts = ["__Host-id", "__host-id", "__HOST-ID", "__hOsT-", "__Host-Http-id"]
    static let secures = ["__Secure-id", "__secure-id", "__SECURE-ID", "__sEcUrE-"]

    private func check(
        _ name: String, _ attributes: [CookieAttribute], fails rule: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = rule.map { CookieError.prefixUnmet(name, $0) }
        let written = Result { try SetCookie(name, value: "1", attributes: CookieAttributes(attributes)) }
        let expired = Result { try SetCookie.expiring(name, attributes: attributes) }
        for result in [written, expired] {
            switch result {
            case .success: #expect(expected == nil, sourceLocation: sourceLocation)
            case .failure(let error): #expect(error as? CookieError == expected, sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: hosts)
    func `C-9: __Host- needs Secure, Path=/ and no Domain, in any case, also to delete`(name: String) {
        check(name, [.secure, .path("/")], fails: nil)
        check(name, [.path("/"), .httpOnly, .secure, .sameSite(.lax)], fails: nil)
        check(name, [], fails: "Secure")
        check(name, [.path("/")], fails: "Secure")
        check(name, [.secure], fails: "Path=/")
        check(name, [.secure, .path("/a")], fails: "Path=/")
        check(name, [.secure, .path("//")], fails: "Path=/")
        check(name, [.secure, .path("/"), .domain("example.com")], fails: "no Domain")
    }

    @Test(arguments: secures)
    func `C-9: __Secure- needs Secure, in any case, also to delete`(name: String) {
        check(name, [.secure], fails: nil)
        check(name, [.secure, .domain("example.com"), .path("/a")], fails: nil)
        check(name, [], fails: "Secure")
        check(name, [.path("/"), .httpOnly], fails: "Secure")
    }

    @Test(arguments: ["_Host-id", "Host-id", "__Hostid", "__Host_id", "a__Host-id", "__Secur-id", "-__Secure-"])
    func `other names promise nothing`(name: String) {
        check(name, [], fails: nil)
        check(name, [.domain("example.com"), .path("/a")], fails: nil)
    }
}
