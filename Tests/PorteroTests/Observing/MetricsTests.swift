import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MetricsTestKit
import Portero
import StoreTesting
import Testing

@Suite("Hummingbird's metrics see the whole pipeline") struct MetricsTests {
    private struct Unforeseen: Error {}

    /// A request, and the route and the status under which it is counted.
    static let rows: [(method: HTTPRequest.Method, path: String, route: String, status: Int)] = [
        (.get, "/users/7", "/users/{id}", 200), (.get, "/users/8", "/users/{id}", 200),
        (.delete, "/users/7", "/users/{id}", 405), (.get, "/nowhere", "NotFound", 404),
        (.get, "/broken", "/broken", 500), (.get, "/unsigned", "/unsigned", 401),
    ]

    @Test(arguments: rows)
    func `each request is counted under its route's pattern and the status that went out, errors too`(
        method: HTTPRequest.Method, path: String, route: String, status: Int
    ) async throws {
        let metrics = TestMetrics()
        try await withMetricsFactory(metrics) {
            let house = try House()
            _ = try await house.serve(router(house)) { try await $0.send(method, path) }
        }
        let dimensions = [
            ("http.route", route), ("http.request.method", method.rawValue), ("http.response.status_code", "\(status)"),
        ]
        #expect(try metrics.expectCounter("hb.requests", dimensions).totalValue == 1)
        #expect(try metrics.expectTimer("http.server.request.duration", dimensions).values.count == 1)
        #expect(metrics.counters.filter { $0.label == "hb.requests" }.count == 1)
    }

    private func router(_ house: House) -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: ErrorPages(.inner, views: nil))
        router.get("/users/:id") { _, _ in "a user" }
        router.get("/broken") { _, _ -> Response in throw Unforeseen() }
        router.get("/unsigned") { _, _ -> Response in throw HTTPError(.unauthorized) }
        router.refuseOtherMethods()
        return router
    }
}
