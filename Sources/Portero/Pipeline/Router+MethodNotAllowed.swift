import HTTPTypes
public import Hummingbird

extension Router {
    /// Answers 405 with `Allow` to each method that a path of this router lacks, instead of Hummingbird's 404.
    ///
    /// Call it behind the last route: one that is added later to a path of before traps. HEAD is among the allowed
    /// where it has a route, or the router makes one of each GET (`.autoGenerateHeadEndpoints`).
    public func refuseOtherMethods() {
        // Building makes the HEAD routes, so that they stand among the others.
        _ = buildResponder()
        var methods: [String: (path: RouterPath, allowed: Set<HTTPRequest.Method>)] = [:]
        for route in routes {
            methods[route.path.description, default: (route.path, [])].allowed.insert(route.method)
        }
        for (path, allowed) in methods.values {
            let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.known where !allowed.contains(method) {
                on(path, method: method) { _, _ -> Response in
                    throw HTTPError(.methodNotAllowed, headers: [.allow: allow])
                }
            }
        }
    }

    private static var known: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    }
}
