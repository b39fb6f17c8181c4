public import HTTPCookies

/// A cookie that carries a token.
public struct TokenCookie: Sendable, CustomStringConvertible {
    /// Its name.
    public let name: String
    private let attributes: [CookieAttribute]
    private let expiring: SetCookie

    /// - Parameters:
    ///   - name: the cookie's name.
    ///   - attributes: print in this order; a lifetime among them stands for its place only, and without one `Max-Age`
    ///     stands behind Domain and Path. None at all means `Path=/; HttpOnly; Secure; SameSite=Lax`.
    ///
    /// Traps where no browser would take the cookie, since this runs at start-up.
    public init(_ name: String, _ attributes: CookieAttribute...) {
        self.name = name
        self.attributes = attributes.isEmpty ? [.path("/"), .httpOnly, .secure, .sameSite(.lax)] : attributes
        do throws(CookieError) {
            expiring = try .expiring(name, attributes: self.attributes)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The line that makes a browser forget the cookie.
    public var expiringLine: String {
        expiring.line
    }

    /// The line that gives a token to a browser.
    ///
    /// - Parameters:
    ///   - token: the token's text.
    ///   - lifetime: how long the browser keeps it, in whole seconds.
    ///   - now: the moment, for an `Expires` among the attributes.
    /// - Returns: the field's value.
    /// - Throws: `CookieError` for a token that is too long for a cookie.
    func line(_ token: String, for lifetime: Duration, from now: Instant) throws(CookieError) -> String {
        let maxAge = CookieAttribute.maxAge(Int(lifetime.components.seconds))
        var list: [CookieAttribute] = []
        var placeOfLifetime: Int? = 0
        for attribute in attributes {
            switch attribute {
            case .maxAge:
                list.append(maxAge)
                placeOfLifetime = nil
            case .expires:
                list.append(.expires(now + lifetime))
                placeOfLifetime = nil
            case .domain, .path:
                list.append(attribute)
                // Where `SetCookie.expiring` puts its own.
                placeOfLifetime = placeOfLifetime.map { _ in list.count }
            case .httpOnly, .secure, .partitioned, .priority, .sameSite:
                list.append(attribute)
            }
        }
        if let placeOfLifetime { list.insert(maxAge, at: placeOfLifetime) }
        return try SetCookie(name, value: token, attributes: CookieAttributes(list)).line
    }

    /// Such as `cookie access_token`.
    public var description: String {
        "cookie \(name)"
    }
}
