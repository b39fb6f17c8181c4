import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ProcessTesting
import Synchronization

/// A front end on an origin of its own: the page that loads a system's client, and those for which it leaves.
///
/// Another port of one host is another origin, but the same site: cookies travel, also those that are `Lax`, and no
/// page reads an answer that is not shared with its origin.
struct FrontEnd: Sendable {
    let port: Int
    fileprivate let reports: Reports

    /// Such as `http://127.0.0.1:20000`.
    var origin: String { "http://127.0.0.1:\(port)" }

    /// The page that calls `server`.
    func page(for server: String) -> String { "\(origin)/app?server=\(server)" }

    /// What a page still had of the user when its button had been clicked and it was left.
    func left() async throws -> JSON {
        let report = try await poll("the page to say what it leaves") { reports.take() }
        return try JSONDecoder().decode(JSON.self, from: Data(report.utf8))
    }

    /// Serves the client of this name on a port of its own, as long as `body` runs.
    static func serve(_ client: String, _ body: @Sendable (FrontEnd) async throws -> Void) async throws {
        let reports = Reports()
        let app = Application(
            router: try router(client, reports),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "front end") { _ in SwiftLogNoOpLogHandler() })
        try await app.test(.live) { client in
            guard let port = client.port else { preconditionFailure("a live server has a port") }
            try await body(FrontEnd(port: port, reports: reports))
        }
    }

    private static func router(_ client: String, _ reports: Reports) throws -> Router<BasicRequestContext> {
        let (page, script) = (try fixture("app.html"), try fixture("Clients/\(client).js"))
        let router = Router()
        router.get("/app") { _, _ in Response(page, of: "text/html; charset=utf-8") }
        router.get("/client.js") { _, _ in Response(script, of: "text/javascript; charset=utf-8") }
        for path in ["/", "/signin"] as [RouterPath] {
            router.get(path) { _, _ in Response(Data("<!doctype html><title>Fuera</title>".utf8), of: "text/html") }
        }
        router.post("/left") { request, _ in
            reports.add(String(buffer: try await request.body.collect(upTo: 4096)))
            return HTTPResponse.Status.noContent
        }
        return router
    }

    private static func fixture(_ name: String) throws -> Data {
        guard let folder = Bundle.module.resourceURL else { preconditionFailure("the tests have no resources") }
        return try Data(contentsOf: folder.appending(path: "Fixtures/\(name)"))
    }
}

/// What pages have said when they were left.
private final class Reports: Sendable {
    private let waiting = Mutex<[String]>([])

    func add(_ report: String) { waiting.withLock { $0.append(report) } }

    /// Takes the first one; `nil`: there is none.
    func take() -> String? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

extension Response {
    fileprivate init(_ body: Data, of type: String) {
        self.init(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
