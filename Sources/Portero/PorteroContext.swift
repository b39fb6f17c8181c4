public import Hummingbird
import NIOCore
package import SignIn

/// A request context that carries a session.
///
/// Add one stored property, `var portero: PorteroStorage`, to a context of yours, made of the source that the context
/// is made of; or use ``PorteroContext``.
public protocol PorteroRequestContext: RequestContext {
    /// What the middlewares found; nothing but the peer's address before they ran.
    var portero: PorteroStorage { get set }
}

/// What the middlewares found out about a request.
public struct PorteroStorage: Sendable {
    /// The session as it was opened, or why it was not.
    enum Opened: Sendable {
        /// No session middleware has run.
        case not
        case session(Session)
        /// The store could not tell; a sign-out can still destroy the session.
        case unread(Session, StoreError)
        /// The session's cookie does not go to the request's path; a sign-out can still destroy what it names.
        case outside(Session?)
    }

    /// Who is at the other end of the connection; `nil` without a network.
    let peer: IPAddress?
    var client: Client
    /// What the response's pages may load; `nil` where no ``SecurityHeaders`` say it.
    var policy: PagePolicy?
    /// Which calls of scripts a sign-out by GET refuses; `nil` where no ``CrossOriginGuard`` says it.
    var crossOriginRule: CrossOriginRule?
    var opened = Opened.not
    var flag: AuthFlag?
    /// What the request's access token says, once it was found valid.
    package var token: AccessToken?

    /// For a context that is not made of a connection: its client has no address.
    public init() {
        self.init(peer: nil)
    }

    /// - Parameter source: what the context is made of.
    public init(_ source: ApplicationRequestContextSource) {
        self.init(peer: source.channel.remoteAddress.flatMap { IPAddress($0) })
    }

    init(peer: IPAddress?) {
        self.peer = peer
        client = Client(address: peer)
    }

    /// The session that a sign-out may destroy, also where the store could not tell what is in it.
    var endable: Session? {
        switch opened {
        case .not: nil
        case .session(let session), .unread(let session, _): session
        case .outside(let session): session
        }
    }
}

/// Why a handler can be given no session.
public enum PorteroContextError: Error, CustomStringConvertible {
    /// The route was added before the middleware, or without it.
    case noMiddleware(String)
    /// The session's cookie does not go to the request's path.
    case outsideCookiePath

    /// What is missing.
    public var description: String {
        switch self {
        case .noMiddleware(let name): "the route has no \(name), expected it to be added to the router before the route"
        case .outsideCookiePath: "the request has no session, expected a path to which the session's cookie goes"
        }
    }
}

extension PorteroRequestContext {
    /// Who asks and how; without a ``ClientMiddleware`` no more than the address of who is at the other end.
    public var client: Client { portero.client }

    /// The request's session.
    ///
    /// Express: `req.session`.
    ///
    /// Throws `StoreError` where the store could not tell (a 503), and ``PorteroContextError`` on a route without a
    /// ``SessionMiddleware``, or to whose path the session's cookie does not go (`CookieOptions.path`).
    public var session: Session {
        get throws {
            switch portero.opened {
            case .session(let session): return session
            case .unread(_, let error): throw error
            case .outside: throw PorteroContextError.outsideCookiePath
            case .not: throw PorteroContextError.noMiddleware("SessionMiddleware")
            }
        }
    }

    /// Who is signed in; `nil`: nobody.
    ///
    /// Where a route wants an access token, whoever that names, whatever the session says.
    ///
    /// Nobody is where the session's cookie does not go. Throws as ``session`` does else: a store that fails must not
    /// look like a sign-out.
    public var user: User? {
        get throws {
            if let token = portero.token { return token.user }
            if case .outside = portero.opened { return nil }
            let session = try session
            return (portero.flag ?? .standard).user(of: session)
        }
    }
}

/// A context for apps that need nothing of their own in it.
public struct PorteroContext: PorteroRequestContext {
    /// Hummingbird's part.
    public var coreContext: CoreRequestContextStorage
    /// Ours.
    public var portero: PorteroStorage

    /// A context for one request.
    public init(source: Source) {
        coreContext = .init(source: source)
        portero = PorteroStorage(source)
    }
}
