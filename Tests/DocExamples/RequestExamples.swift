import HTTPTypes
import Hummingbird
import Portero

struct Order: Sendable {
    let text: String
    let isReady: Bool
}

protocol Orders: Sendable {
    func find(_ id: Int) async throws -> Order?
}

func addOrders(_ orders: some Orders, to router: Router<PorteroContext>) {
    router.get("/orders/:id") { _, context in
        let id = try context.parameter("id", as: Int.self)
        guard let order = try await orders.find(id) else { throw HTTPError(.notFound) }
        guard order.isReady else { throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "30"]) }
        return order.text
    }
}

func addPaths(to router: Router<PorteroContext>) {
    router.get("/names/:name") { _, context in
        "Hola, \(try context.parameter("name"))"
    }
    router.get("/orders/:id") { _, context in
        "order \(try context.parameter("id", as: Int.self))"
    }
}

func addForm(to router: Router<PorteroContext>) {
    router.post("/orders") { request, context in
        var request = request
        let fields = try await FormFields(&request, lists: ["topping"])
        guard let name = fields["name"] else { throw HTTPError(.unprocessableContent) }
        return "\(name): \(fields.list("topping").joined(separator: ", "))"
    }
}

func observed(
    _ router: Router<PorteroContext>, views: Views, store: some SessionStore, accounts: some AccountStore,
    keeper: SessionKeeper
) -> some ApplicationProtocol {
    let log = LogWriter(.json)
    router.add(middleware: AccessLog(log))
    router.add(middleware: SecurityHeaders())
    router.add(middleware: ErrorPages(.outer, views: views))
    router.health(checks: [.sessions(store), .accounts(accounts)])
    router.add(middleware: SessionMiddleware(keeper))
    return Application(router: router, services: [log, SessionHousekeeping(keeper)])
}

func addMetrics(to router: Router<PorteroContext>) {
    router.add(middleware: MetricsMiddleware())
}
