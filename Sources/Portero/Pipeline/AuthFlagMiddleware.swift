public import Hummingbird
public import SignIn

/// Says how a session tells who is signed in, for `context.user` and the pages below it.
///
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
        return try await next(request, context)
    }
}
