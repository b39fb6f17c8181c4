import EJSTemplates
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sessions

/// Writes the page or the JSON of an error.
struct ErrorAnswers: Sendable {
    let views: Views?
    let texts: ErrorTexts
    let signInPath: String

    /// The page, or JSON where `Accept` prefers it, with the header fields that the error carries.
    func answer(_ error: HTTPError, to request: Request, _ context: some PorteroRequestContext) -> Response {
        let facts = ErrorFacts(error, id: context.id)
        var response: Response
        switch Answer(acceptedBy: request.headers) {
        case .html: response = page(facts, context)
        case .json: response = json(facts)
        }
        let fields = error.headers.filter { $0.name != .contentType && $0.name != .contentLength }
        for field in fields { response.headers[field.name] = nil }
        for field in fields { response.headers.append(field) }
        return response
    }

    private func page(_ facts: ErrorFacts, _ context: some PorteroRequestContext) -> Response {
        let text = texts[facts.status.code]
        do {
            // A page that cannot know who is signed in shows nobody.
            let user = try? context.user
            if let views, let view = try views.first(of: ["errors/\(facts.status.code)", "errors/error"]) {
                let policy = context.portero.policy
                return try views.page(view, locals(facts, text), status: facts.status, user: user, policy: policy)
            }
        } catch {
            context.logger.error("the error page itself failed", metadata: ["error": "\(error)"])
        }
        return plainPage(facts, text)
    }

    private func locals(_ facts: ErrorFacts, _ text: ErrorTexts.Text) -> TemplateObject {
        [
            "status": TemplateValue(facts.status.code), "title": .string(text.title), "message": .string(text.message),
            "requestId": TemplateValue(facts.requestID), "wait": TemplateValue(facts.wait.map(texts.wait)),
            "isTemporary": .bool(facts.isTemporary),
            "signInPath": TemplateValue(facts.status == .unauthorized ? signInPath : nil),
        ]
    }

    private func plainPage(_ facts: ErrorFacts, _ text: ErrorTexts.Text) -> Response {
        let title = escaped(text.title)
        let wait = facts.wait.map { "<p>\(escaped(texts.wait($0)))</p>" } ?? ""
        let reference = facts.requestID.map { "<p><code>\(escaped($0))</code></p>" } ?? ""
        let html =
            "<!doctype html><html lang=\"\(escaped(texts.language))\"><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>\(title)</title>"
            + "<h1>\(title)</h1><p>\(escaped(text.message))</p>\(wait)\(reference)</html>"
        return response(facts.status, "text/html; charset=utf-8", html)
    }

    private func json(_ facts: ErrorFacts) -> Response {
        var error = "\"status\":\(facts.status.code),\"message\":\(quoted(facts.message))"
        if let id = facts.requestID { error += ",\"requestId\":\(quoted(id))" }
        return response(facts.status, "application/json; charset=utf-8", "{\"error\":{\(error)}}")
    }

    private func response(_ status: HTTPResponse.Status, _ contentType: String, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// What a client may know of an error.
private struct ErrorFacts {
    let status: HTTPResponse.Status
    /// For programs: from 500 on the status' own words, whatever the error says.
    let message: String
    /// From 500 on.
    let requestID: String?
    /// In how many seconds to try again, where the error says so.
    let wait: Int?

    init(_ error: HTTPError, id: @autoclosure () -> String) {
        status = error.status
        let isOurs = error.status.code >= 500
        message = (isOurs ? nil : error.body) ?? (error.status.phrase.isEmpty ? "Error" : error.status.phrase)
        requestID = isOurs ? id() : nil
        wait = error.headers[.retryAfter].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether the same request may succeed later.
    var isTemporary: Bool {
        switch status.code {
        case 408, 429, 500, 502, 503, 504: true
        default: false
        }
    }
}

private func quoted(_ text: String) -> String {
    String(decoding: RawValue(text).bytes, as: UTF8.self)
}

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
}
