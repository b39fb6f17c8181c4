import Testing
import Tokens

@Suite("The address of another server") struct RemoteServiceTests {
    static let good: [(address: String, path: String, printed: String)] = [
        ("https://auth.example.com/revoke", "", "https://auth.example.com/revoke"),
        ("https://auth.example.com", "", "https://auth.example.com/"),
        ("https://auth.example.com", "/api/AuthJWT/Revoke", "https://auth.example.com/api/AuthJWT/Revoke"),
        ("https://auth.example.com/", "/api/AuthJWT/Revoke", "https://auth.example.com/api/AuthJWT/Revoke"),
        ("https://auth.example.com/base/", "Revoke", "https://auth.example.com/base/Revoke"),
        ("http://127.0.0.1:8080/a?key=s3cret", "", "http://127.0.0.1:8080/a"),
        ("http://[::1]:8080/a", "", "http://[::1]:8080/a"),
    ]

    @Test(arguments: good)
    func `prints with its path and without its query`(address: String, path: String, printed: String) throws {
        #expect(try RemoteService(address, path: path).description == printed)
    }

    static let bad: [(address: String, error: RemoteServiceError)] = [
        ("", .malformed), ("auth.example.com/revoke", .malformed), ("/revoke", .malformed), ("https://", .malformed),
        ("https:///revoke", .malformed), ("http://a b/", .malformed), ("ftp://a/b", .scheme("ftp")),
        ("file:///etc/passwd", .malformed), ("https://ana:s3cret@a/b", .holdsMore), ("https://ana@a/", .holdsMore),
        ("https://a/b#c", .holdsMore),
    ]

    @Test(arguments: bad)
    func `is refused where it cannot be meant, without being told`(address: String, error: RemoteServiceError) {
        #expect(throws: error) { try RemoteService(address) }
        #expect(!"\(error)".contains("s3cret"))
    }

    @Test func `authorities that cannot be read stop the start`() {
        #expect(throws: RemoteServiceError.unreadable("/nowhere/ca.pem")) {
            try RemoteService("https://a", trusting: "/nowhere/ca.pem")
        }
    }
}
