import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("An existing app keeps its own context") struct OwnContextTests {
    /// A context as an app has it already: with an own property, and a limit of its own.
    struct ShopContext: PorteroRequestContext {
        var coreContext: CoreRequestContextStorage
        var portero: PorteroStorage
        var shop = "Zaragoza"
        let maxUploadSize = 10

        init(source: Source) {
            coreContext = .init(source: source)
            portero = PorteroStorage(source)
        }
    }

    @Test func `the whole pipeline runs on it`() async throws {
        let house = try House()
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: CrossOriginGuard())
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: nil))
        router.get("/who") { _, context in
            "\(try context.user?.name ?? "nobody") in \(context.shop)"
        }
        router.signOut {
            DestroySession()
            Redirect(to: "/")
        }
        router.refuseOtherMethods()
        try await house.seed(ana)
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let page = try await client.send("/who", cookie: cookie)
            #expect(page.body == "Ana Pérez in Zaragoza")
            let answer = try await client.send("/auth/logout", cookie: cookie)
            #expect(answer.setCookies == [cleared])
        }
    }

    @Test func `Portero can stand on some of its routes only`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = Router(context: ShopContext.self)
        router.get("/old") { _, _ in "as before" }
        router.group("/new")
            .add(middleware: SessionMiddleware(house.keeper))
            .get("/who") { _, context in try context.user?.name ?? "nobody" }
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let old = try await client.send("/old", cookie: cookie)
            #expect(old.body == "as before")
            #expect(house.store.calls == [])
            let new = try await client.send("/new/who", cookie: cookie)
            #expect(new.body == "Ana Pérez")
        }
    }

    @Test func `a route before the middleware has no session, and says what is missing`() async throws {
        let house = try House()
        let router = Router(context: ShopContext.self)
        router.get("/early") { _, context in
            do {
                return try context.session.isNew ? "new" : "known"
            } catch let error as PorteroContextError {
                return error.description
            }
        }
        router.add(middleware: SessionMiddleware(house.keeper))
        let answer = try await house.serve(router) { try await $0.send("/early") }
        #expect(
            answer.body == "the route has no SessionMiddleware, expected it to be added to the router before the route")
    }

    @Test func `an auth flag of the app's own decides who is signed in`() async throws {
        let house = try House()
        try await house.seed(#""uid":"a7""#)
        let router = Router(context: ShopContext.self)
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(
            middleware: AuthFlagMiddleware(
                AuthFlag { session in
                    session["uid", as: String.self].map { User(name: "user \($0)", usrId: .text($0)) }
                }))
        router.get("/who") { _, context in try context.user?.name ?? "nobody" }
        router.signOut {
            DestroySession()
            Redirect(to: "/")
        }
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let page = try await client.send("/who", cookie: cookie)
            #expect(page.body == "user a7")
            let answer = try await client.send("/auth/logout", cookie: cookie)
            #expect(answer.setCookies == [cleared])
        }
    }
}
