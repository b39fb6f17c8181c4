import HTTPTypes
import Hummingbird
import Portero

/// Has every error told in JSON, whatever a client asks for: the systems that have tokens are called by programs.
struct AnswersInJSON: RouterMiddleware {
    typealias Context = PorteroContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var head = request.head
        head.headerFields[.accept] = "application/json"
        return try await next(Request(head: head, body: request.body), context)
    }
}
