import HTTPTypes
import Hummingbird
import Portero
import Sessions
import Testing

/// One status, a request that gets it, and what its answer must carry.
struct StatusRow: CustomTestStringConvertible, Sendable {
    let status: HTTPResponse.Status
    /// What is wrong, for the table.
    let cause: String
    let method: HTTPRequest.Method
    let path: String
    var headers = HTTPFields()
    var body: String?
    var cookie: String?
    /// The fields that stand on every answer of this status.
    var carries: [HTTPField.Name] = []

    init(
        _ status: HTTPResponse.Status, _ cause: String, _ method: HTTPRequest.Method, _ path: String,
        _ headers: HTTPFields = [:], body: String? = nil, cookie: String? = nil, carries: [HTTPField.Name] = []
    ) {
        self.status = status
        self.cause = cause
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.cookie = cookie
        self.carries = carries
    }

    var testDescription: String { "\(status.code) \(method) \(path)" }

    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private static let text: HTTPFields = [.contentType: "text/plain"]
    private static let crossSite = HTTPFields.of(
        ("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "https://evil.example"))

    /// Those that something in Portero answers, and then those that only a handler can throw.
    static let all: [StatusRow] = [
        StatusRow(.badRequest, "a malformed form", .post, "/form", form, body: "a=%zz"),
        StatusRow(
            .unauthorized, "a handler throws it, without a challenge", .get, "/throw/401", carries: [.wwwAuthenticate]),
        StatusRow(.forbidden, "a form of another site", .post, "/form", crossSite, body: "a=1"),
        StatusRow(.notFound, "no such path", .get, "/nowhere"),
        StatusRow(.methodNotAllowed, "a path without this method", .delete, "/form", carries: [.allow]),
        StatusRow(
            .contentTooLarge, "a form that is too long", .post, "/form", form,
            body: "a=" + String(repeating: "x", count: 70_000)),
        StatusRow(.uriTooLong, "too many fields in a query", .get, "/query?" + String(repeating: "a&", count: 1001)),
        StatusRow(
            .unsupportedMediaType, "a body of another type", .post, "/decode", text, body: "{}", carries: [.accept]),
        StatusRow(.internalServerError, "an unexpected error", .get, "/unexpected"),
        StatusRow(
            .serviceUnavailable, "the session store fails", .get, "/who", cookie: "signed", carries: [.retryAfter]),
        StatusRow(.notAcceptable, "a handler throws it", .get, "/throw/406"),
        StatusRow(.requestTimeout, "a handler throws it", .get, "/throw/408"),
        StatusRow(.conflict, "a handler throws it", .get, "/throw/409"),
        StatusRow(.gone, "a handler throws it", .get, "/throw/410"),
        StatusRow(.preconditionFailed, "a handler throws it", .get, "/throw/412"),
        StatusRow(
            .rangeNotSatisfiable, "a handler throws it, with its range", .get, "/throw/416", carries: [.contentRange]),
        StatusRow(.expectationFailed, "a handler throws it", .get, "/throw/417"),
        StatusRow(.unprocessableContent, "a handler throws it", .get, "/throw/422"),
        StatusRow(.tooManyRequests, "a handler throws it, with its delay", .get, "/throw/429", carries: [.retryAfter]),
        StatusRow(.requestHeaderFieldsTooLarge, "a handler throws it", .get, "/throw/431"),
        StatusRow(.notImplemented, "a handler throws it", .get, "/throw/501"),
    ]
}

extension StatusRow {
    /// What a handler that throws a status says with it; none of it is for people.
    static func error(_ status: Int) -> HTTPError {
        let status = HTTPResponse.Status(code: status)
        switch status {
        case .rangeNotSatisfiable: return HTTPError(status, headers: [.contentRange: "bytes */9"])
        case .tooManyRequests: return HTTPError(status, headers: [.retryAfter: "90"])
        case .unauthorized: return HTTPError(status)
        default: return HTTPError(status, headers: [:], message: status.code < 500 ? "for programs" : "hunter2")
        }
    }
}
