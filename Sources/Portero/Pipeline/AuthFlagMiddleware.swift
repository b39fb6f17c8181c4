import HTTPTypes
public import Hummingbird
public import SignIn

/// Says how a session tells who is signed in, for `context.user` and the pages below it.
///
/// What is answered to who is signed in stays out of all caches, unless the handler sets `Cache-Control` itself; so a
/// thrown HTTP error below 500 becomes its response in here.
/// Express: the few lines in which each app sets `res.locals.user`.
public struct AuthFlagMiddleware<Context: PorteroRequestContext>: RouterMiddleware {
    private let flag: AuthFlag

    /// - Parameter flag: reads `loggedin`, `name` and `usrId` by default.
    public init(_ flag: AuthFlag = .standard) {
        self.flag = flag
    }

    /// Puts the flag into the context; it is read when somebody asks.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.portero.flag = flag
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError where error.status.code < 500 {
            response = try error.answer(to: request, context)
        }
        if !response.headers.contains(.cacheControl), Self.mayHaveUser(context) {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }

    /// Yes where the store could not tell.
    private static func mayHaveUser(_ context: Context) -> Bool {
        do {
            return try context.user != nil
        } catch {
            return true
        }
    }
}
