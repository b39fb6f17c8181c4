import HTTPCookies

/// The `cookie` object of a record: the attributes of a session's own cookie, as JSON has them.
///
/// Reads whatever Express reads and writes what it writes: its keys in its order, others dropped.
///
/// Source: express-session 1.19, `session/cookie.js`, and `createSession` of `session/store.js`.
struct StoredCookie: Hashable, Sendable {
    static let key = "cookie"

    enum Key: String, CaseIterable {
        case originalMaxAge, partitioned, priority, expires, secure, httpOnly, domain, path, sameSite
    }

    private var values: [RawValue?] = Array(repeating: nil, count: Key.allCases.count)

    init() {}

    /// The cookie of a record; `nil` where there is no object under its key, with which Express fails.
    init?(of record: RecordFields) {
        guard let fields = record[Self.key]?.fields else { return nil }
        self.init(fields)
    }

    /// - Parameter fields: a record's `cookie`; a date that cannot be read becomes null, as `toJSON` makes it, and an
    ///   absent path or `httpOnly` what Express's constructor puts there.
    init(_ fields: RecordFields) {
        for key in Key.allCases { self[key] = fields[key.rawValue] }
        if self[.path] == nil { self[.path] = RawValue("/") }
        if self[.httpOnly] == nil { self[.httpOnly] = RawValue(true) }
        if let text = self[.expires]?.string {
            self[.expires] = Instant(iso8601: text).map { RawValue($0.iso8601) } ?? .null
        }
    }

    subscript(key: Key) -> RawValue? {
        get { values[Self.place(of: key)] }
        set { values[Self.place(of: key)] = newValue }
    }

    private static func place(of key: Key) -> Int {
        switch key {
        case .originalMaxAge: 0
        case .partitioned: 1
        case .priority: 2
        case .expires: 3
        case .secure: 4
        case .httpOnly: 5
        case .domain: 6
        case .path: 7
        case .sameSite: 8
        }
    }

    /// How long the cookie lives after each touch, to the millisecond; `nil`: until the browser closes.
    var originalMaxAge: Duration? {
        get { self[.originalMaxAge].flatMap(Self.duration) }
        set { self[.originalMaxAge] = newValue.map { RawValue($0.milliseconds) } ?? .null }
    }

    /// The `originalMaxAge` of a record, without taking the rest of its cookie apart.
    static func originalMaxAge(in record: RecordFields) -> Duration? {
        let bytes = record[key]?.bytes ?? []
        var maxAge: Duration?
        var members = JSONMembers()
        while let member = members.next(in: bytes.span) {
            guard bytes.names(Key.originalMaxAge.rawValue, at: member.quotedName) else { continue }
            maxAge = duration(RawValue(trusted: bytes.part(member.value)))
        }
        return maxAge
    }

    private static func duration(_ value: RawValue) -> Duration? {
        value.double.flatMap { Int64(exactly: $0.rounded(.towardZero)) }.map { .milliseconds($0) }
    }

    /// When the browser forgets the cookie, as of the last touch; `nil`: when it closes.
    var expires: Instant? {
        get { self[.expires]?.string.flatMap { Instant(iso8601: $0) } }
        set { self[.expires] = newValue.map { RawValue($0.iso8601) } ?? .null }
    }

    /// Whether the cookie is for secure connections only; what `"auto"` leaves to the connection is not.
    var isSecure: Bool {
        secure == .always
    }

    /// Begins the lifetime anew.
    ///
    /// Express: `touch()`.
    mutating func touch(now: Instant) {
        switch self[.originalMaxAge] {
        case nil: self[.expires] = nil
        case .null: self[.expires] = .null
        case .some(let value) where value.bool == false: self[.expires] = value
        case .some: if let originalMaxAge { expires = now + originalMaxAge }
        }
    }

    /// The JSON object.
    var json: RawValue {
        var fields = RecordFields()
        for key in Key.allCases {
            if let value = self[key] { fields[key.rawValue] = value }
        }
        return RawValue(trusted: fields.json[...])
    }
}

// MARK: Set-Cookie

extension StoredCookie {
    /// The attributes, in Express's order; `SameSite=None` and `Partitioned` are left out of an insecure cookie, which
    /// browsers would refuse for them.
    ///
    /// - Parameter connectionIsSecure: decides for a record with an `"auto"`, which Express 1.19 leaves by a fault.
    /// - Returns: what a browser takes.
    /// - Throws: ``CookieError`` for a record whose cookie no browser would take.
    func attributes(isSecure connectionIsSecure: Bool) throws(CookieError) -> CookieAttributes {
        let isSecure = isSecure || secure == .auto && connectionIsSecure
        let list = list(isSecure: isSecure)
        return try CookieAttributes(isSecure ? list : list.filter { !$0.needsSecure })
    }

    /// The attributes of the line that makes a browser forget the cookie.
    ///
    /// - Parameter isSecure: whether the connection is secure.
    /// - Returns: the same, but expired.
    /// - Throws: ``CookieError`` for a record whose cookie no browser would take.
    func expiredAttributes(isSecure: Bool) throws(CookieError) -> CookieAttributes {
        var cookie = self
        cookie.expires = .epoch
        return try cookie.attributes(isSecure: isSecure)
    }

    /// The attributes as declared.
    func list(isSecure: Bool) -> [CookieAttribute] {
        var list: [CookieAttribute] = []
        if let domain { list.append(.domain(domain)) }
        if !path.isEmpty { list.append(.path(path)) }
        if let expires { list.append(.expires(expires)) }
        if httpOnly { list.append(.httpOnly) }
        if isSecure { list.append(.secure) }
        if partitioned { list.append(.partitioned) }
        if let priority { list.append(.priority(priority)) }
        if let sameSite = sameSite.value(isSecure: isSecure) { list.append(.sameSite(sameSite)) }
        return list
    }
}

extension CookieAttribute {
    fileprivate var needsSecure: Bool {
        self == .partitioned || self == .sameSite(.none)
    }
}

extension RawValue {
    static let null = RawValue(trusted: Array("null".utf8)[...])
}
