import HTTPCookies

/// How the cookie of a session begins: the same for all requests, or as the app adapts it to one.
struct CookieBeginnings: Sendable {
    private let name: String
    private let options: CookieOptions
    private let adapt: (@Sendable (inout CookieOptions, Exchange) -> Void)?
    private let clock: any WallClock
    private let secure: StoredCookie
    private let insecure: StoredCookie

    /// - Throws: ``CookieError`` for a cookie that no browser would take.
    init(_ options: SessionOptions, clock: any WallClock) throws(CookieError) {
        name = options.name
        self.options = options.cookie
        adapt = options.adaptCookie
        self.clock = clock
        secure = try options.cookie.begin(as: name, isSecure: true)
        insecure = try options.cookie.begin(as: name, isSecure: false)
    }

    /// The cookie of a session that begins with a request.
    ///
    /// - Throws: ``CookieError`` where the app has made one that no browser would take.
    func cookie(for exchange: Exchange) throws(CookieError) -> StoredCookie {
        guard adapt == nil else {
            let options = options(for: exchange)
            return dated(try options.begin(as: name, isSecure: exchange.isSecure), options)
        }
        return dated(exchange.isSecure ? secure : insecure, options)
    }

    /// Whether the request's path is one to which the cookie goes.
    ///
    /// Source: RFC 6265 section 5.1.4. Express: 1.19 compares texts, so that there `/foo` admits `/foobar`.
    func cover(_ exchange: Exchange) -> Bool {
        let path = adapt == nil ? options.path.utf8 : options(for: exchange).path.utf8
        guard path.count > 1 else { return true }
        let target = exchange.target.utf8
        guard target.starts(with: path) else { return false }
        let next = target.dropFirst(path.count).first
        return path.last == UInt8(ascii: "/") || next == nil || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    }

    private func options(for exchange: Exchange) -> CookieOptions {
        var options = options
        adapt?(&options, exchange)
        return options
    }

    /// The same, living until the moment that the app names, if it does.
    private func dated(_ cookie: StoredCookie, _ options: CookieOptions) -> StoredCookie {
        guard let expires = options.expires else { return cookie }
        var cookie = cookie
        cookie.originalMaxAge = expires - clock.now()
        return cookie
    }
}
