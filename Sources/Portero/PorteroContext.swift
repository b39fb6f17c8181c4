public import Hummingbird

/// A request context that carries a session.
///
/// Add one stored property, `var portero = PorteroStorage()`, to a context of yours, or use ``PorteroContext``.
public protocol PorteroRequestContext: RequestContext {
    /// What the session and auth-flag middlewares found; nothing before they ran.
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
    }

    var opened = Opened.not
    var flag: AuthFlag?

    /// Before any middleware has run.
    public init() {}

    /// The session that a sign-out may destroy, also where the store could not tell what is in it.
    var endable: Session? {
        switch opened {
        case .not: nil
        case .session(let session), .unread(let session, _): session
        }
    }
}

/// Why a handler can be given no session.
public enum PorteroContextError: Error, CustomStringConvertible {
    /// The route was added before the middleware, or without it.
    case noMiddleware(String)

    /// What is missing.
    public var description: String {
        switch self {
        case .noMiddleware(let name): "the route has no \(name), expected it to be added to the router before the route"
        }
    }
}

extension PorteroRequestContext {
    /// The request's session.
    ///
    /// Express: `req.session`.
    ///
    /// Throws `StoreError` where the store could not tell (a 503), and ``PorteroContextError`` on a route without a
    /// ``SessionMiddleware``.
    public var session: Session {
        get throws {
            switch portero.opened {
            case .session(let session): return session
            case .unread(_, let error): throw error
            case .not: throw PorteroContextError.noMiddleware("SessionMiddleware")
            }
        }
    }

    /// Who is signed in; `nil`: nobody.
    ///
    /// Throws as ``session`` does: a store that fails must not look like a sign-out.
    public var user: User? {
        get throws {
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
    public var portero = PorteroStorage()

    /// A context for one request.
    public init(source: Source) {
        coreContext = .init(source: source)
    }
}
