public import HTTPCookies
public import Logging

/// What a session needs to know of one request; knows no HTTP server.
public struct Exchange: Sendable {
    /// The request's cookies.
    public var cookies: CookieFields
    /// Whether the connection is secure (TLS, here or at a trusted proxy).
    ///
    /// Express: `req.secure`.
    public var isSecure: Bool
    /// The request's logger.
    public var logger: Logger

    /// - Parameters:
    ///   - cookies: the request's cookies.
    ///   - isSecure: whether the connection is secure.
    ///   - logger: the request's logger.
    public init(cookies: CookieFields, isSecure: Bool, logger: Logger) {
        self.cookies = cookies
        self.isSecure = isSecure
        self.logger = logger
    }
}
