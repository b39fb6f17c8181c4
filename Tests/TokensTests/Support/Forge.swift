import Crypto
import Foundation
import HTTPCookies

/// Makes tokens that nobody should believe.
struct Forge {
    var header: [String: String] = ["alg": #""HS256""#, "kid": #""hs-1""#, "typ": #""at+jwt""#]
    /// JSON texts; the issue moment is that of a new manual clock.
    var claims: [String: String] = [
        "iss": #""https://portero.example""#, "aud": #""https://portero.example""#, "sub": #""42""#, "usrId": "42",
        "name": #""Ana Pérez""#, "sid": #""sid-1""#, "jti": #""jti-1""#, "iat": "1767323045", "exp": "1767323945",
    ]
    var secret = Array(Mint.secret.utf8)

    /// The signed text.
    var token: String {
        let input = Self.encoded(Self.json(header)) + "." + Self.encoded(Self.json(claims))
        return input + "." + signature(of: input)
    }

    func signature(of input: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: SymmetricKey(data: secret))
        return String(decoding: Base64.url.encode(code), as: UTF8.self)
    }

    static func encoded(_ text: String) -> String {
        String(decoding: Base64.url.encode(text.utf8), as: UTF8.self)
    }

    private static func json(_ members: [String: String]) -> String {
        "{" + members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    /// The same with another header member or claim; `nil` takes it out.
    func with(header name: String, _ json: String?) -> Forge {
        var forge = self
        forge.header[name] = json
        return forge
    }

    func with(_ name: String, _ json: String?) -> Forge {
        var forge = self
        forge.claims[name] = json
        return forge
    }
}
