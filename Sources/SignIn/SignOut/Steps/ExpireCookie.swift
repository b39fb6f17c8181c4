public import HTTPCookies
import HTTPTypes

/// Makes the browser forget a cookie.
///
/// There are two ways. `ExpireCookie("a", .path("/"), .httpOnly)` sends a date in 1970, behind Path or wherever
/// `.expired` stands; `ExpireCookie("a", .path("/"), .maxAge(0))` sends `Max-Age=0`. Browsers obey both.
public struct ExpireCookie: SignOutStep {
    private let cookie: SetCookie
    private let name: String
    private let path: String?

    /// - Parameters:
    ///   - name: the cookie's name.
    ///   - attributes: Domain and Path as the cookie has them, or the browser keeps it; they print in this order, with
    ///     an `Expires` in 1970 behind Domain and Path unless one of them sets a lifetime.
    ///
    /// Traps where no browser would take the cookie, since this runs at start-up.
    public init(_ name: String, _ attributes: CookieAttribute...) {
        do throws(CookieError) {
            cookie = try .expiring(name, attributes: attributes)
        } catch {
            preconditionFailure("\(error)")
        }
        self.name = name
        path = attributes.lazy.compactMap { if case .path(let path) = $0, path != "/" { path } else { nil } }.first
    }

    /// Adds the line.
    public func run(_ run: inout SignOutRun) {
        run.answer.headers[values: .setCookie].append(cookie.line)
    }

    /// `expire cookie refreshToken of path /api/auth`.
    public var description: String {
        "expire cookie \(name)" + (path.map { " of path \($0)" } ?? "")
    }
}
