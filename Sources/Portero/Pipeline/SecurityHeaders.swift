import HTTPTypes
public import Hummingbird

/// Adds the header fields that keep a page to itself, to every response below it, those of thrown errors included.
///
/// They forbid scripts and styles inside of pages, frames, other sites' windows and use of what is served here, and the
/// devices that a page of forms does not need; and tell other sites no address. What a handler has set stays. A view
/// that reads the local `nonce` may have scripts and styles of its own. ``ClientMiddleware`` says which connections are
/// secure.
///
/// An error that has no response of its own passes: put ``ErrorPages`` behind this, which gives it one.
/// `Referrer-Policy: same-origin` is also what lets ``CrossOriginGuard`` see a real `Origin`. There is no
/// `X-Frame-Options`, since `frame-ancestors` takes its place.
///
/// Source: OWASP HTTP Headers Cheat Sheet.
public struct SecurityHeaders<Context: PorteroRequestContext>: RouterMiddleware {
    private let policy: PagePolicy
    private let fields: HTTPFields
    private let secureFields: HTTPFields

    /// - Parameters:
    ///   - policy: what pages may load; those that ask for a nonce may also what carries it.
    ///   - transport: `Strict-Transport-Security`, which is told on secure connections only.
    public init(
        policy: ContentSecurityPolicy = [
            .defaultSrc(.self), .baseURI(.none), .objectSrc(.none), .formAction(.self), .frameAncestors(.none),
        ],
        transport: String = "max-age=31536000"
    ) {
        self.policy = PagePolicy(policy)
        fields = [
            .contentSecurityPolicy: self.policy.text,
            .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin",
            .permissionsPolicy:
                "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
            .referrerPolicy: "same-origin",
            .xContentTypeOptions: "nosniff",
        ]
        // Source: RFC 6797 section 7.2.
        secureFields = fields + [HTTPField(name: .strictTransportSecurity, value: transport)]
    }

    /// Adds what the response does not have already.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.portero.policy = policy
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.answer(to: request, context)
        }
        response.headers.add(context.client.isSecure ? secureFields : fields)
        return response
    }
}

extension HTTPFields {
    /// Adds the fields whose names are not there yet.
    fileprivate mutating func add(_ others: HTTPFields) {
        if contains(where: { others.has($0.name) }) {
            append(contentsOf: others.filter { !has($0.name) })
        } else {
            append(contentsOf: others)
        }
    }

    /// Whether there is a field of this name; its length, which is asked first, is mostly another one.
    private func has(_ name: HTTPField.Name) -> Bool {
        let length = name.canonicalName.utf8.count
        return contains { $0.name.canonicalName.utf8.count == length && $0.name == name }
    }
}
