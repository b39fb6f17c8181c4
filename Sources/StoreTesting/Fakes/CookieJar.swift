import HTTPCookies
public import Sessions
import Synchronization

/// A browser's memory for the cookies of one host: takes `Set-Cookie` lines, gives the `Cookie` field.
///
/// Knows `Path`, `Max-Age`, `Expires` and `Secure`; what else a line has is kept out of its decisions.
///
/// Source: RFC 6265bis sections 5.6 to 5.8.
public final class CookieJar: Sendable {
    private let clock: any WallClock
    private let cookies = Mutex<[StoredCookie]>([])

    /// - Parameter clock: by which cookies expire.
    public init(clock: any WallClock = ManualClock()) {
        self.clock = clock
    }

    /// Takes the `Set-Cookie` lines of one response.
    ///
    /// - Parameters:
    ///   - lines: the fields' values, in order.
    ///   - path: the path that was asked for: where a line has no `Path`, its folder is the cookie's.
    public func receive(_ lines: some Sequence<String>, from path: String = "/") {
        let now = clock.now()
        for line in lines {
            guard let cookie = StoredCookie(line, from: path, now: now) else { continue }
            cookies.withLock { cookies in
                let place = cookies.firstIndex { $0.replaces(cookie) }
                let isGone = cookie.isExpired(at: now)
                switch (place, isGone) {
                case (let place?, true): cookies.remove(at: place)
                case (let place?, false): cookies[place] = cookie
                case (nil, true): break
                case (nil, false): cookies.append(cookie)
                }
            }
        }
    }

    /// The `Cookie` field for a request; `nil` where no cookie goes with it.
    ///
    /// Cookies of longer paths come first, else the older ones.
    ///
    /// - Parameters:
    ///   - path: the path asked for.
    ///   - isSecure: whether cookies with `Secure` go too.
    /// - Returns: the field's value.
    public func header(for path: String = "/", isSecure: Bool = true) -> String? {
        let now = clock.now()
        let sent = cookies.withLock { cookies in
            cookies.removeAll { $0.isExpired(at: now) }
            return cookies.filter { $0.goes(to: path, isSecure: isSecure) }
        }
        let ordered = sent.enumerated().sorted {
            ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
        }
        return ordered.isEmpty ? nil : ordered.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
    }

    /// The value of the first live cookie of this name, as it stood in its line, whatever its path.
    public subscript(name: String) -> String? {
        let now = clock.now()
        return cookies.withLock { cookies in cookies.first { $0.name == name && !$0.isExpired(at: now) }?.value }
    }

    /// Forgets everything, as a person who clears the browser.
    public func empty() {
        cookies.withLock { $0 = [] }
    }
}
