import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("What comes when the response is on its way") struct LateChangeTests {
    @Test func `a streamed body that changes the session comes too late, and the log says so`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.get("/stream") { _, context in
            let session = try context.session
            session["early", as: Bool.self] = true
            let body = ResponseBody { writer in
                session["late", as: Bool.self] = true
                try await writer.write(ByteBuffer(string: "streamed"))
                try await writer.finish(nil)
            }
            return Response(status: .ok, body: body)
        }
        let answer = try await house.serve(router) {
            try await $0.send("/stream", cookie: House.cookie(House.id))
        }
        #expect(answer.body == "streamed")
        let stored = try await house.stored()
        #expect(stored?.contains("early") == true)
        #expect(stored?.contains("late") == false)
        #expect(house.log.lines.count { $0.text.contains("the change is lost") } == 1)
    }

    /// The store's operations, and a handler that needs each.
    static let operations: [(operation: FaultyStore.Operation, isKnown: Bool, path: String)] = [
        (.create, false, "/visit"), (.replace, true, "/visit"), (.move, true, "/renew"),
        (.delete, true, "/auth/logout"),
    ]

    @Test(arguments: operations)
    func `a client that hangs up undoes nothing of what it asked for (promises 1 and 3)`(
        operation: FaultyStore.Operation, isKnown: Bool, path: String
    ) async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.before(operation) { _ in try Task.checkCancellation() }
        let arrived = Gate()
        let never = Gate()
        let router = house.router()
        router.add(middleware: HeldBack(arrived: arrived, released: never))
        router.addSignOut()
        router.get("/visit") { _, context in
            try context.session["visited", as: Bool.self] = true
            return "ok"
        }
        router.get("/renew") { _, context in
            try context.session.renew()
            return "ok"
        }
        let cookie = isKnown ? try House.cookie(House.id) : nil
        try await house.serve(router) { client in
            let request = Task { try await client.send(path, cookie: cookie) }
            await arrived.pass()
            request.cancel()
            _ = await request.result
        }
        #expect(house.log.errors == [])
        #expect(house.store.count(operation) == 1)
        let count = try await house.memory.count()
        #expect(count == (operation == .create ? 2 : operation == .delete ? 0 : 1))
    }
}

/// Holds a request back until it is released, or cancelled.
private struct HeldBack: RouterMiddleware {
    typealias Context = PorteroContext
    let arrived: Gate
    let released: Gate

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        arrived.open()
        await released.pass()
        return try await next(request, context)
    }
}
