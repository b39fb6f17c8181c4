import HTTPTypes
public import Hummingbird

extension Router {
    /// Answers 405 with `Allow` to every method that a path of this router lacks, instead of Hummingbird's 404.
    ///
    /// Call it behind the last route: it knows those that stand already. HEAD is among the allowed where it has a
    /// route, or the router makes one of each GET (`.autoGenerateHeadEndpoints`). OPTIONS is a method like any other.
    /// A request that finds its route costs nothing more.
    ///
    /// Source: RFC 9110 sections 10.2.1 and 15.5.6.
    public func refuseOtherMethods() {
        // Building makes the HEAD routes, so that they stand among the others.
        _ = buildResponder()
        add(middleware: MethodRefusal(of: routes, matchingAs: matchingOptions))
    }

    /// How the router compares paths; Hummingbird does not tell, but the two must agree.
    private var matchingOptions: RouterOptions {
        Mirror(reflecting: self).descendant("options") as? RouterOptions ?? []
    }
}

/// Stands before the router's 404 only, and asks whether the path has routes of other methods.
private struct MethodRefusal<Context: RequestContext>: RouterMiddleware {
    /// One route a path, under one method that stands for all; each throws the path's 405.
    private let refusals: RouterResponder<Context>

    init(of routes: [Router<Context>.RouteDescription], matchingAs options: RouterOptions) {
        let router = Router(context: Context.self, options: options.subtracting(.autoGenerateHeadEndpoints))
        var methods: [String: [String]] = [:]
        for route in routes { methods[route.path.description, default: []].append(route.method.rawValue) }
        // In the routes' own order, by which the router chooses where two paths match.
        for route in routes {
            guard let allowed = methods.removeValue(forKey: route.path.description) else { continue }
            let allow = allowed.sorted().joined(separator: ", ")
            router.on(route.path, method: Self.any, responder: Refusal(allow: allow))
        }
        refusals = router.buildResponder()
    }

    /// A route that is added behind `refuseOtherMethods()` has found its path already.
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard context.endpointPath == nil else { return try await next(request, context) }
        var head = request.head
        head.method = Self.any
        let refusal = try await refusals.respond(to: Request(head: head, body: request.body), context: context)
        guard let allow = refusal.headers[.allow] else { return try await next(request, context) }
        // It might be kept otherwise (RFC 9110 section 15.5.6), and routes come and go.
        throw HTTPError(.methodNotAllowed, headers: [.allow: allow, .cacheControl: "no-store"])
    }

    private static var any: HTTPRequest.Method { .get }

    private struct Refusal: HTTPResponder {
        let allow: String

        func respond(to request: Request, context: Context) -> Response {
            Response(status: .methodNotAllowed, headers: [.allow: allow])
        }
    }
}
