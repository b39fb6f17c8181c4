import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// Shows errors as pages, or as JSON where `Accept` prefers it; no cause ever reaches the client.
///
/// Stands twice in a pipeline: ``Place/inner``, behind the session and the auth flag, for what handlers throw and for
/// unknown paths, on pages that know who is signed in; and ``Place/outer``, before everything, for the rest.
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
    private let views: Views?
    private let texts: ErrorTexts
    private let view = "errors/error"

    /// - Parameters:
    ///   - place: where in the pipeline it stands.
    ///   - views: have a view `errors/error` with the locals `status`, `title`, `message`, `requestId`; without one a
    ///     plain page is shown.
    ///   - texts: what the pages say.
    public init(_ place: Place, views: Views?, texts: ErrorTexts = .spanish) {
        self.place = place
        self.views = views
        self.texts = texts
    }

    /// Turns what is thrown into a response.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response: Response
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError where place == .outer || error.status.code < 500 {
            response = try answer(to: request, error, context)
        } catch let error where place == .outer {
            response = unexpected(error, request, context)
        }
        // Hummingbird would send the body.
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        to request: Request, _ error: any HTTPResponseError, _ context: Context
    ) throws -> Response {
        let own: Response
        do {
            own = try error.response(from: request, context: context)
        } catch let error where place == .outer {
            return unexpected(error, request, context)
        }
        let message = (error as? HTTPError)?.body
        // An error of another type with words of its own keeps them.
        guard own.status.code >= 400, message != nil || own.body.contentLength == 0 else { return own }
        guard own.status.code >= 500 else { return response(to: request, own.status, own.headers, message, context) }
        if let message {
            context.logger.error("an error ended a request", metadata: ["error": "\(message)"])
        }
        return response(to: request, own.status, own.headers, nil, context)
    }

    private func unexpected(_ error: any Error, _ request: Request, _ context: Context) -> Response {
        context.logger.error("an unexpected error ended a request", metadata: ["error": "\(error)"])
        return response(to: request, .internalServerError, [:], nil, context)
    }

    private func response(
        to request: Request, _ status: HTTPResponse.Status, _ headers: HTTPFields, _ message: String?,
        _ context: Context
    ) -> Response {
        let requestID = status.code >= 500 ? context.id : nil
        var response: Response
        switch Answer(acceptedBy: request.headers) {
        case .html: response = page(status, requestID, context)
        case .json: response = json(status, message ?? status.reasonPhrase, requestID)
        }
        let added = headers.filter { $0.name != .contentType && $0.name != .contentLength }
        for field in added { response.headers[field.name] = nil }
        for field in added { response.headers.append(field) }
        return response
    }

    private func page(_ status: HTTPResponse.Status, _ requestID: String?, _ context: Context) -> Response {
        let text = texts[status.code]
        let locals: TemplateObject = [
            "status": TemplateValue(status.code), "title": .string(text.title), "message": .string(text.message),
            "requestId": TemplateValue(requestID),
        ]
        do {
            // A page that cannot know who is signed in shows nobody.
            let user = try? context.user
            if let views { return try views.page(view, locals, status: status, user: user) }
        } catch {
            context.logger.error("the error page itself failed", metadata: ["error": "\(error)"])
        }
        return plainPage(status, text, requestID)
    }

    private func plainPage(
        _ status: HTTPResponse.Status, _ text: ErrorTexts.Text, _ requestID: String?
    ) -> Response {
        let reference = requestID.map { "<p><code>\($0)</code></p>" } ?? ""
        let title = escaped(text.title)
        let html =
            "<!doctype html><meta charset=\"utf-8\"><title>\(title)</title>"
            + "<h1>\(title)</h1><p>\(escaped(text.message))</p>\(reference)"
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private func json(_ status: HTTPResponse.Status, _ message: String, _ requestID: String?) -> Response {
        var error = "\"status\":\(status.code),\"message\":" + String(decoding: RawValue(message).bytes, as: UTF8.self)
        if let requestID { error += ",\"requestId\":\"\(requestID)\"" }
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "{\"error\":{\(error)}}")))
    }
}

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
}
