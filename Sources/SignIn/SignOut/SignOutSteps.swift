public import HTTPCookies
import HTTPTypes
import Logging
import Sessions

/// Destroys the session in the store, at once, if somebody is signed in to it; the response then clears its cookie.
///
/// A live session that nobody is signed in to is kept. Where the store fails, the cookie is cleared all the same: this
/// node refuses the id from now on and destroys the record as soon as the store can.
public struct DestroySession: SignOutStep {
    private let sparesEmbedded: Bool

    /// - Parameter sparingEmbedded: whether the session goes on where a page of another origin embeds the request, as
    ///   an image or a frame, so that nobody has followed a link.
    public init(sparingEmbedded: Bool = false) {
        sparesEmbedded = sparingEmbedded
    }

    /// Never throws.
    public func run(_ run: inout SignOutRun) async {
        guard let session = run.session, !(sparesEmbedded && isEmbeddedElsewhere(run.headers)),
            session.isUnread || run.flag.user(of: session) != nil
        else { return }
        // The keeper has logged the failure and goes on trying; the answer is the same.
        try? await session.destroyNow()
    }

    /// `destroy the session`.
    public var description: String {
        sparesEmbedded ? "destroy the session, unless another origin embeds the request" : "destroy the session"
    }
}

/// Source: Fetch Metadata (W3C); a browser that tells nothing is believed to follow a link.
private func isEmbeddedElsewhere(_ headers: HTTPFields) -> Bool {
    guard let site = headers.first("Sec-Fetch-Site"), let target = headers.first("Sec-Fetch-Dest") else { return false }
    return site != "same-origin" && site != "none" && target != "document"
}

extension HTTPFields {
    fileprivate func first(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}

/// Makes the browser forget a cookie.
public struct ExpireCookie: SignOutStep {
    private let cookie: SetCookie
    private let name: String

    /// - Parameters:
    ///   - name: the cookie's name.
    ///   - attributes: Domain and Path as the cookie has them; they print in this order, with an `Expires` in 1970
    ///     behind them unless one of them sets a lifetime.
    ///
    /// Traps where no browser would take the cookie, since this runs at start-up.
    public init(_ name: String, _ attributes: CookieAttribute...) {
        do throws(CookieError) {
            cookie = try .expiring(name, attributes: attributes)
        } catch {
            preconditionFailure("\(error)")
        }
        self.name = name
    }

    /// Adds the line.
    public func run(_ run: inout SignOutRun) {
        run.answer.headers[values: .setCookie].append(cookie.line)
    }

    /// `expire cookie connect.sid`.
    public var description: String { "expire cookie \(name)" }
}

/// Answers 302.
///
/// Where `Accept` prefers JSON, the body says the same; else it is empty.
public struct Redirect: SignOutStep {
    private let location: String

    /// - Parameter location: a path of this host, such as `/auth/signin`.
    public init(to location: String) {
        self.location = location
    }

    /// It ends nothing.
    public var onlyAnswers: Bool { true }

    /// Sets status, location and body.
    public func run(_ run: inout SignOutRun) {
        run.answer.status = .found
        run.answer.headers[.location] = location
        if Answer(acceptedBy: run.headers) == .json {
            let target = String(decoding: RawValue(location).bytes, as: UTF8.self)
            run.answer.reply(json: #"{"redirectTo":\#(target),"session":null,"loggedIn":false}"#)
        }
    }

    /// `redirect to /auth/signin`.
    public var description: String { "redirect to \(location)" }
}

/// Answers 200 with JSON.
public struct Reply: SignOutStep {
    private let json: String

    /// - Parameter json: the body, sent as it is.
    public init(_ json: String) {
        self.json = json
    }

    /// It ends nothing.
    public var onlyAnswers: Bool { true }

    /// Sets the body.
    public func run(_ run: inout SignOutRun) {
        run.answer.reply(json: json)
    }

    /// `reply {…}`.
    public var description: String { "reply \(json)" }
}
