import Crypto
import HTTPCookies

/// How somebody makes up what was never issued, knowing what was.
enum Forgery: CaseIterable, Sendable {
    /// Signed anew by another secret; a refresh token, of random bytes.
    case otherKey
    /// One character is another.
    case changedByte
    /// Not signed at all; a refresh token, bytes that none has.
    case unsigned

    func copies(of own: Copies) throws -> Copies {
        var forged = own
        switch own.access {
        case .cookie("connect.sid", let value): forged.access = .cookie("connect.sid", try session(value))
        case .cookie(let name, let value): forged.access = .cookie(name, jwt(value))
        case .bearer(let value): forged.access = .bearer(jwt(value))
        }
        forged.refresh = own.refresh.map { (name: $0.name, value: refresh($0.value)) }
        return forged
    }

    private func session(_ value: String) throws -> String {
        let id = String(value.dropFirst("s%3A".count).prefix { $0 != "." })
        switch self {
        case .otherKey: return try CookieSigner(secrets: ["somebody else's"]).cookieValue(for: id)
        case .changedByte: return changed(value, at: value.count - 8)
        case .unsigned: return "s%3A" + id
        }
    }

    private func jwt(_ token: String) -> String {
        let parts = token.split(separator: ".")
        let signed = parts[0] + "." + parts[1]
        switch self {
        case .otherKey:
            let key = SymmetricKey(data: Array("a stranger's secret of 32 bytes or more".utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
            return signed + "." + String(decoding: Base64.url.encode(code), as: UTF8.self)
        case .changedByte: return changed(token, at: token.count - 8)
        case .unsigned:
            return String(decoding: Base64.url.encode(#"{"alg":"none","typ":"at+jwt"}"#.utf8), as: UTF8.self)
                + "." + parts[1] + "."
        }
    }

    private func refresh(_ token: String) -> String {
        switch self {
        case .otherKey: String((0..<64).compactMap { _ in "abcdefghijklmnopqrstuvwxyz-_".randomElement() })
        case .changedByte: changed(token, at: 3)
        case .unsigned: "a%2Fb+c==\u{F1}"
        }
    }

    private func changed(_ text: String, at place: Int) -> String {
        var characters = Array(text)
        characters[place] = characters[place] == "A" ? "B" : "A"
        return String(characters)
    }
}
