import HTTPCookies
import HTTPTypes
import SignIn

/// How tokens reach a client, and come back.
///
/// Cookies travel by themselves, also from pages of other sites: an app that delivers by cookie needs its
/// `CrossOriginGuard`. A token in a body is for programs that keep it; never for localStorage, which any script reads.
public struct TokenDelivery: Sendable, CustomStringConvertible {
    /// Where the access token goes.
    public enum Access: Sendable {
        /// In the answer's body, and back in `Authorization: Bearer`.
        case bearer
        /// In a cookie; a client may send `Authorization: Bearer` instead, which then counts.
        case cookie(TokenCookie)
    }

    /// Where the refresh token goes.
    public enum Refresh: Sendable {
        /// In the answer's body, and back in the field `refresh_token` of a JSON or form body.
        case body
        /// In a cookie.
        case cookie(TokenCookie)
    }

    /// Where the access token goes.
    public let access: Access
    /// Where the refresh token goes.
    public let refresh: Refresh

    /// - Parameters:
    ///   - access: where the access token goes.
    ///   - refresh: where the refresh token goes.
    public init(access: Access, refresh: Refresh) {
        self.access = access
        self.refresh = refresh
    }

    /// The access token that a request shows; `nil` where there is none.
    ///
    /// Source: RFC 6750 sections 2.1 and 2.3: never from the URL.
    func accessToken(in headers: HTTPFields) -> String? {
        if let token = bearerToken(in: headers) { return token }
        guard case .cookie(let cookie) = access else { return nil }
        return value(of: cookie, in: headers)
    }

    /// The refresh token of a request's cookies; `nil` where there is none.
    func refreshToken(in headers: HTTPFields) -> String? {
        guard case .cookie(let cookie) = refresh else { return nil }
        return value(of: cookie, in: headers)
    }

    /// The lines that make a browser forget both tokens, the access token first.
    var expiringLines: [String] {
        cookies.map(\.expiringLine)
    }

    private var cookies: [TokenCookie] {
        var cookies: [TokenCookie] = []
        if case .cookie(let cookie) = access { cookies.append(cookie) }
        if case .cookie(let cookie) = refresh { cookies.append(cookie) }
        return cookies
    }

    /// What stands behind the scheme, whatever it is.
    private func bearerToken(in headers: HTTPFields) -> String? {
        guard let field = headers[.authorization] else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].lowercased() == "bearer" else { return nil }
        return parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
    }

    private func value(of cookie: TokenCookie, in headers: HTTPFields) -> String? {
        let value = CookieFields(headers[values: .cookie]).value(named: cookie.name)
        return value?.isEmpty == true ? nil : value
    }

    /// Such as `access token by cookie access_token, refresh token by cookie refresh_token`.
    public var description: String {
        let access = if case .cookie(let cookie) = access { "\(cookie)" } else { "bearer" }
        let refresh = if case .cookie(let cookie) = refresh { "\(cookie)" } else { "body" }
        return "access token by \(access), refresh token by \(refresh)"
    }
}

extension TokenDelivery {
    /// The `Set-Cookie` lines that carry tokens, the access token's first.
    func lines(_ tokens: IssuedTokens, from now: Instant) throws(CookieError) -> [String] {
        var lines: [String] = []
        if case .cookie(let cookie) = access {
            lines.append(try cookie.line(tokens.access, for: tokens.accessLifetime, from: now))
        }
        if case .cookie(let cookie) = refresh {
            lines.append(try cookie.line(tokens.refresh.text, for: tokens.refreshLifetime, from: now))
        }
        return lines
    }

    /// The body that tells of tokens; what travels in a cookie is not in it.
    ///
    /// All texts in it are made of characters that JSON takes as they are. Source: RFC 6749 section 5.1.
    func json(_ tokens: IssuedTokens) -> String {
        var json = "{"
        if case .bearer = access { json += #""access_token":"\#(tokens.access)","token_type":"Bearer","# }
        json += #""expires_in":\#(tokens.accessLifetime.components.seconds)"#
        if case .body = refresh { json += #","refresh_token":"\#(tokens.refresh.text)""# }
        return json + "}"
    }
}
