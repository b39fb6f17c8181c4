import Portero

/// A session cookie that an app has set.
struct SetSession: Hashable, Sendable {
    /// As it goes back: `connect.sid=…`.
    let pair: String
    let id: SessionID
    /// What stands behind the pair.
    let attributes: String

    init(_ line: String, _ signer: CookieSigner) throws(Mismatch) {
        let parts = line.split(separator: "; ", maxSplits: 1).map(String.init)
        let value = CookieFields([parts.first ?? ""]).value(named: "connect.sid")
        guard parts.count == 2, let id = value.flatMap(signer.text(fromCookieValue:)).flatMap({ SessionID($0) }) else {
            throw Mismatch(what: "Set-Cookie", met: line, expected: "a signed connect.sid with attributes")
        }
        pair = parts[0]
        attributes = parts[1]
        self.id = id
    }

    /// The date of `Expires`.
    var expires: String? {
        attributes.split(separator: "; ").first { $0.hasPrefix("Expires=") }.map { String($0.dropFirst(8)) }
    }

    var attributesWithoutDate: String {
        attributes.split(separator: "; ").filter { !$0.hasPrefix("Expires=") }.joined(separator: "; ")
    }
}
