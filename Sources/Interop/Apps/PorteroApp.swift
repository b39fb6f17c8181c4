import HTTPTypes
import Hummingbird
import Logging
import Portero
import ServiceLifecycle

/// The app of the walk in Portero: the twin of `express.cjs`.
struct PorteroApp: Sendable {
    let options: WalkOptions
    let store: any SessionStore

    /// Serves on a free port of this machine while `body` runs.
    func serve<Value: Sendable>(_ body: (_ port: Int) async throws -> Value) async throws -> Value {
        let logger = Logger(label: "interop") { _ in SwiftLogNoOpLogHandler() }
        let keeper = try SessionKeeper(
            store: store, secrets: WalkOptions.secrets, options: options.sessionOptions, logger: logger)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let app = Application(
            router: Self.router(keeper),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in listening.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: app)], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            for await port in ports {
                let value = try await body(port)
                await group.triggerGracefulShutdown()
                return value
            }
            try await tasks.waitForAll()
            throw Trouble("Portero ended before it listened")
        }
    }

    private static func router(_ keeper: SessionKeeper) -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        let gate = Gate()
        router.get("/held") { _, _ in Response(json: "\(gate.count)") }
        router.post("/release") { _, _ in
            gate.open()
            return Response(json: "{}")
        }
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.get("/read") { _, context in try answer(context) }
        router.post("/signin") { _, context in
            try context.session.signIn(User(name: "Ana María", usrId: .integer(42)), keeping: [])
            return try answer(context)
        }
        router.signOut(.post, "/signout") {
            DestroySession()
            Reply("{}")
        }
        addValues(to: router)
        addMethods(to: router)
        addSlowRoutes(to: router, gate)
        return router
    }

    private static func addSlowRoutes(to router: Router<PorteroContext>, _ gate: Gate) {
        router.get("/dwell") { _, context in
            await gate.wait()
            return try answer(context)
        }
        router.post("/linger") { _, context in
            try context.session.update("views", default: 0) { $0 += 1 }
            await gate.wait()
            return try answer(context)
        }
    }

    private static func addMethods(to router: Router<PorteroContext>) {
        router.post("/save") { _, context in
            try context.session.update("views", default: 0) { $0 += 1 }
            try await context.session.save()
            return try answer(context)
        }
        router.post("/touch") { _, context in
            try context.session.touch()
            return try answer(context)
        }
        router.post("/unset") { _, context in
            try context.session["views"] = -1
            try context.session.unset()
            return Response(json: "{}")
        }
    }

    private static func addValues(to router: Router<PorteroContext>) {
        router.post("/count") { _, context in
            try context.session.update("views", default: 0) { $0 += 1 }
            return try answer(context)
        }
        router.post("/write") { _, context in
            try context.session["portero"] = Written()
            return try answer(context)
        }
        router.post("/forget") { _, context in
            try context.session.remove("express")
            try context.session.remove("portero")
            return try answer(context)
        }
        router.post("/say") { _, context in
            try context.session.flash.add("¡Hola!", as: "info")
            return try answer(context)
        }
        router.post("/show") { _, context in try answer(context, shown: context.session.flash.take("info")) }
    }

    /// What this app sees of the session.
    private static func answer(_ context: PorteroContext, shown: [String]? = nil) throws -> Response {
        let session = try context.session
        let user = AuthFlag.standard.user(of: session).map { RawValue("\($0.name) (\($0.usrId))").text }
        let values = session.names
            .map { RawValue($0).text + ":" + (session[raw: $0]?.text ?? "null") }.joined(separator: ",")
        let messages = shown.map { "[" + $0.map { RawValue($0).text }.joined(separator: ",") + "]" }
        return Response(
            json: #"{"user":\#(user ?? "null"),"shown":\#(messages ?? "null"),"values":{\#(values)}}"#)
    }
}

extension RawValue {
    /// The JSON text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a Swift app may keep.
private struct Written: Codable {
    struct Line: Codable {
        var price = 12.5
        var title = "Té 😀 \"verde\""
    }

    var count = 3
    var extremes = [1e20, 1e-7, 1e21]
    var isOpen = false
    var lines = [Line()]
    var path = "a/b\\c"
    var ratio = 0.1
}
