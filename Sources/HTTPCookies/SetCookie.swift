/// A `Set-Cookie` line, valid by construction.
///
/// Source: RFC 6265bis section 4.1.
public struct SetCookie: Hashable, Sendable {
    /// The field's value: `name=value` and the attributes, in the order declared.
    public let line: String

    /// - Parameters:
    ///   - name: a token; `__Secure-` and `__Host-`, in any case, need the attributes that these prefixes promise.
    ///   - value: cookie-octets; see ``PercentEncoding`` for other text.
    ///   - attributes: printed in their order.
    /// - Throws: ``CookieError`` that says what was met and what was expected.
    public init(_ name: String, value: String, attributes: CookieAttributes = .none) throws(CookieError) {
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else { throw .invalidName(name) }
        guard value.utf8.allSatisfy(isCookieOctet) else { throw .invalidValue(name: name) }
        let length = name.utf8.count + value.utf8.count
        guard length <= 4096 else { throw .tooLong(name: name, bytes: length) }
        try Self.checkPrefix(of: name, attributes.list)
        var line = name
        line += "="
        line += value
        attributes.append(to: &line)
        self.line = line
    }

    /// The line that makes a browser forget the cookie: an empty value and a lifetime that is over.
    ///
    /// A lifetime among `attributes` becomes a past one in its place; where there is none, `Expires` in 1970 stands
    /// behind Domain and Path.
    ///
    /// - Parameters:
    ///   - name: the cookie's name.
    ///   - attributes: Domain and Path as the cookie has them, or the browser keeps it (RFC 6265bis section 5.7).
    /// - Returns: the line to send instead of the cookie's own.
    /// - Throws: ``CookieError``, as ``init(_:value:attributes:)``.
    public static func expiring(_ name: String, attributes: [CookieAttribute]) throws(CookieError) -> SetCookie {
        let list = attributes.map(\.ended)
        let endsItself = list.contains(.expires(.epoch)) || list.contains(.maxAge(0))
        let complete = endsItself ? list : inserting(.expires(.epoch), behindPathIn: list)
        return try SetCookie(name, value: "", attributes: CookieAttributes(complete))
    }

    private static func inserting(_ new: CookieAttribute, behindPathIn list: [CookieAttribute]) -> [CookieAttribute] {
        let place = list.lastIndex { attribute in
            switch attribute {
            case .domain, .path: true
            case .expires, .maxAge, .httpOnly, .secure, .partitioned, .priority, .sameSite: false
            }
        }
        var list = list
        list.insert(new, at: place.map { $0 + 1 } ?? 0)
        return list
    }

    private static func checkPrefix(of name: String, _ attributes: [CookieAttribute]) throws(CookieError) {
        let lower = name.lowercased()
        let isHost = lower.hasPrefix("__host-")
        guard isHost || lower.hasPrefix("__secure-") else { return }
        guard attributes.contains(.secure) else { throw .prefixUnmet(name, "Secure") }
        guard isHost else { return }
        guard attributes.contains(.path("/")) else { throw .prefixUnmet(name, "Path=/") }
        let hasDomain = attributes.contains { if case .domain = $0 { true } else { false } }
        if hasDomain { throw .prefixUnmet(name, "no Domain") }
    }
}

extension CookieAttribute {
    /// The same, but for a lifetime: that is over.
    fileprivate var ended: CookieAttribute {
        switch self {
        case .expires: .expires(.epoch)
        case .maxAge: .maxAge(0)
        case .domain, .path, .httpOnly, .secure, .partitioned, .priority, .sameSite: self
        }
    }
}

/// Source: RFC 9110 section 5.6.2, `tchar`.
private func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

/// Source: RFC 6265bis section 4.1.1, `cookie-octet`.
private func isCookieOctet(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
    default: false
    }
}
