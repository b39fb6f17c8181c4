import HTTPTypes
public import Hummingbird
import Logging
public import SignIn

/// Shows errors as pages, or as JSON where `Accept` prefers it; no cause ever reaches the client.
///
/// Stands twice in a pipeline: ``Place/inner``, behind the session and the auth flag, for what handlers throw and for
/// unknown paths, on pages that know who is signed in; and ``Place/outer``, before everything, for the rest.
///
/// The header fields that an error carries stay on its page. An unexpected error is logged once, at error, under the
/// request id that the page shows.
public struct ErrorPages<Context: PorteroRequestContext>: RouterMiddleware {
    /// Where in the pipeline it stands.
    public enum Place: Sendable {
        /// Before everything: answers whatever is thrown.
        case outer
        /// Behind the session: answers errors below 500, and lets others pass to the outer one, so that the session
        /// middleware sees them and stores nothing.
        case inner
    }

    private let place: Place
    private let pages: ErrorAnswers
    private let signIn: RequireSignIn

    /// - Parameters:
    ///   - place: where in the pipeline it stands.
    ///   - views: may have a view for a status, such as `errors/404`, and `errors/error` for all others, with the
    ///     locals `status`, `title`, `message`, and where they are known `requestId`, `wait` (a sentence that says
    ///     when to try again), `isTemporary` and `signInPath`; without a view a plain page is shown.
    ///   - texts: what the pages say.
    ///   - signIn: where people sign in, for the page of a 401; and its challenge, where the error brings none.
    public init(
        _ place: Place, views: Views?, texts: ErrorTexts = .spanish, signIn: RequireSignIn = RequireSignIn()
    ) {
        self.place = place
        self.signIn = signIn
        pages = ErrorAnswers(views: views, texts: texts, signInPath: signIn.signInPath)
    }

    /// Turns what is thrown into a response.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let fault = Fault(error, of: request)
            guard place == .outer || fault.isOfTheClient else { throw error }
            let response = try answer(to: request, fault, context)
            // Hummingbird would send the body.
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private func answer(to request: Request, _ fault: Fault, _ context: Context) throws -> Response {
        if let report = fault.report {
            context.logger.log(level: report.level, report.message, metadata: metadata(report.cause, request, context))
        }
        switch fault {
        case .stated(let error): return try answer(to: request, error, context)
        case .store(let error): return page(to: request, HTTPError(storeFailure: error), context)
        case .cancelled:
            return page(to: request, HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"]), context)
        case .unexpected: return page(to: request, HTTPError(.internalServerError), context)
        }
    }

    /// Where the route's pattern is known it is told, not the path, which a client writes.
    private func metadata(_ cause: String, _ request: Request, _ context: Context) -> Logger.Metadata {
        ["error": "\(cause)", "route": "\(request.method) \(context.endpointPath ?? "-")"]
    }

    private func answer(
        to request: Request, _ error: any HTTPResponseError, _ context: Context
    ) throws -> Response {
        if let error = error as? HTTPError, error.status.code >= 400 { return page(to: request, error, context) }
        let own: Response
        do {
            own = try error.response(from: request, context: context)
        } catch let error where place == .outer {
            return try answer(to: request, .unexpected(error), context)
        }
        // An error of another type with words of its own keeps them.
        guard own.status.code >= 400, own.body.contentLength == 0 else { return own }
        return page(to: request, HTTPError(own.status, headers: own.headers), context)
    }

    private func page(to request: Request, _ error: HTTPError, _ context: Context) -> Response {
        var error = error
        if error.status == .unauthorized, error.headers[.wwwAuthenticate] == nil {
            // RFC 9110 section 15.5.2: there must be one.
            error.headers[.wwwAuthenticate] = signIn.challenge
        }
        return pages.answer(error, to: request, context)
    }
}
