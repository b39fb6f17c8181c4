import HTTPCookies
import HTTPTypes
public import Hummingbird
import Logging
public import Sessions
import SignIn

/// Loads each request's session, and stores what became of it before the response goes out.
///
/// A `HTTPResponseError` below 500 that a handler throws becomes its response in here, so that what the handler did to
/// the session is kept; any other error stores nothing. Whether the connection is secure is what ``ClientMiddleware``
/// found; without one, no connection is. A request whose path the session's cookie does not go to has no session.
/// Express: `app.use(session(…))`.
public struct SessionMiddleware<Context: PorteroRequestContext>: RouterMiddleware {
    private let keeper: SessionKeeper

    /// - Parameter keeper: keeps the sessions.
    public init(_ keeper: SessionKeeper) {
        self.keeper = keeper
    }

    /// The data path.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let exchange = exchange(request, context)
        let id = keeper.identify(exchange)
        let opened = try await open(id, for: exchange)
        do {
            var response = try await respond(request, context, opened, next)
            let line = try await commit(opened)
            if let line { response.setSessionCookie(line, named: keeper.options.name) }
            return response
        } catch let error as StoreError {
            // What the store said to `open` stands in the log already.
            if case .session = opened { report(error, context.logger) }
            throw HTTPError(storeFailure: error)
        }
    }

    private func exchange(_ request: Request, _ context: Context) -> Exchange {
        Exchange(
            cookies: CookieFields(request.headers[values: .cookie]), isSecure: context.client.isSecure,
            host: context.client.host ?? request.head.authority, target: request.head.path ?? "/",
            fields: Fields(all: request.headers), logger: context.logger)
    }

    private struct Fields: ExchangeFields {
        let all: HTTPFields

        func value(of name: String) -> String? {
            HTTPField.Name(name).flatMap { all[$0] }
        }
    }

    /// A store that cannot tell is no reason to refuse a sign-out, nor a page that asks for no session; whoever asks
    /// for the session gets the store's error.
    private func open(_ id: SessionID?, for exchange: Exchange) async throws -> PorteroStorage.Opened {
        guard keeper.covers(exchange) else {
            return .outside(try id.map { id throws(CookieError) in try keeper.openUnread(id, for: exchange) })
        }
        do {
            return .session(try await keeper.open(id, for: exchange))
        } catch let error as StoreError {
            guard let id else { throw error }
            report(error, exchange.logger)
            return .unread(try keeper.openUnread(id, for: exchange), error)
        }
    }

    private func report(_ error: StoreError, _ logger: Logger) {
        logger.error("the session store failed", metadata: ["error": "\(error)"])
    }

    private func respond(
        _ request: Request, _ context: Context, _ opened: PorteroStorage.Opened,
        _ next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.portero.opened = opened
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError where error.status.code < 500 {
            return try error.answer(to: request, context)
        }
    }

    private func commit(_ opened: PorteroStorage.Opened) async throws -> String? {
        switch opened {
        case .session(let session), .unread(let session, _), .outside(let session?): try await keeper.commit(session)
        case .not, .outside(nil): nil
        }
    }
}

extension Response {
    /// Adds the session's line, behind those that the handler set.
    ///
    /// A response that names a session must not be kept by a cache, whatever the handler said (OWASP: OW-20), and has
    /// no two lines for one cookie (RFC 6265bis section 4.1.1).
    fileprivate mutating func setSessionCookie(_ line: String, named name: String) {
        let others = headers[values: .setCookie].filter { !$0.utf8.starts(with: (name + "=").utf8) }
        headers[values: .setCookie] = others + [line]
        headers[.cacheControl] = "no-store"
    }
}

extension HTTPResponseError {
    /// What the error answers; to a HEAD without a body, which Hummingbird would send.
    func answer(to request: Request, _ context: some RequestContext) throws -> Response {
        let response = try response(from: request, context: context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}

extension HTTPError {
    /// The answer where a store failed; the client learns nothing of the cause.
    init(storeFailure error: StoreError) {
        self.init(error.status, headers: error.headers)
    }
}
