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
    /// The host that the client asked for, with its port where there is one; `nil`: not known.
    ///
    /// The client can write anything there. Express: `req.host`.
    public var host: String?
    /// The path and query as they were sent, not decoded.
    ///
    /// Express: `req.originalUrl`.
    public var target: String
    /// The request's header fields.
    public var fields: any ExchangeFields
    /// The request's logger.
    public var logger: Logger

    /// - Parameters:
    ///   - cookies: the request's cookies.
    ///   - isSecure: whether the connection is secure.
    ///   - host: the host that the client asked for.
    ///   - target: the path and query as they were sent.
    ///   - fields: the request's header fields.
    ///   - logger: the request's logger.
    public init(
        cookies: CookieFields, isSecure: Bool, host: String? = nil, target: String = "/",
        fields: any ExchangeFields = NoFields(), logger: Logger
    ) {
        self.cookies = cookies
        self.isSecure = isSecure
        self.host = host
        self.target = target
        self.fields = fields
        self.logger = logger
    }

    /// The path as it was sent, not decoded.
    public var path: String {
        String(target.prefix { $0 != "?" })
    }
}

/// The header fields of a request, as its server keeps them.
public protocol ExchangeFields: Sendable {
    /// The value of a field, its name in any case; `nil`: there is none. Express: `req.get`.
    func value(of name: String) -> String?
}

/// The header fields of a request without any.
public struct NoFields: ExchangeFields {
    /// No fields.
    public init() {}

    /// Always `nil`.
    public func value(of name: String) -> String? {
        nil
    }
}
