import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Portero
import StoreTesting

/// A server with limits, and routes that tell what they have been asked.
struct Door: Sendable {
    var limits = ServerLimits()
    var proxies = TrustedProxies.none
    let log = LogRecorder()

    /// Serves on a port of 127.0.0.1.
    func serve<Value: Sendable>(_ body: @Sendable (Int) async throws -> Value) async throws -> Value {
        let app = Application(
            router: router(), server: .http1(limits: limits, behind: proxies),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: log.logger)
        return try await app.test(.live) { client in
            guard let port = client.port else { preconditionFailure("a live server has a port") }
            return try await body(port)
        }
    }

    private func router() -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: RefusedRequests())
        router.get("/") { request, _ in "root host \(request.head.authority ?? "-")" }
        router.get("/hello") { _, _ in "hello" }
        router.post("/ignore") { _, _ in "ignored" }
        router.post("/echo") { request, context in
            String(buffer: try await request.body.collect(upTo: .max))
        }
        router.post("/form") { request, _ in
            var request = request
            return try await FormFields(&request, upTo: .max)["a"] ?? "-"
        }
        router.get("/**") { request, _ in "path \(request.uri.path) host \(request.head.authority ?? "-")" }
        router.get("/endless") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "some"))
                    try await writer.finish(nil)
                })
        }
        return router
    }
}
