import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("The session middleware is the data path") struct SessionMiddlewareTests {
    @Test func `a page that only reads costs one store round trip (promise 6)`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.get("/") { _, context in
            let names = (0..<10).compactMap { _ in try? context.user?.name }
            return names.joined()
        }
        let cookie = try House.cookie(House.id)
        _ = try await house.serve(router) { try await $0.send("/", cookie: cookie) }
        #expect(house.store.calls.map(\.operation) == [.load])
    }

    @Test func `a request without a cookie, or with a forged one, costs none (promise 6)`() async throws {
        let house = try House()
        let router = house.router()
        router.addWho()
        try await house.serve(router) { client in
            for cookie in [nil, "connect.sid=x", "connect.sid=s%3Ax.y", try House.cookie(House.id, secret: "other")] {
                let answer = try await client.send("/who", cookie: cookie)
                #expect(answer.body == "nobody")
            }
        }
        #expect(house.store.calls == [])
    }

    @Test func `the store has the session before the client has the response (promise 3)`() async throws {
        let house = try House()
        let answered = Gate()
        let router = house.router()
        router.addSignIn()
        house.store.before(.create) { _ in
            await answered.pass()
            throw StoreError("create", .unavailable, cause: "the test wants it")
        }
        let answer = try await house.serve(router) { client in
            async let signIn = client.send(.post, "/signin")
            answered.open()
            return try await signIn
        }
        #expect(answer.status == 503)
    }

    @Test(arguments: [HTTPResponse.Status.badRequest, .forbidden, .notFound, .unprocessableContent, .tooManyRequests])
    func `a thrown HTTP error below 500 keeps the changes and the cookie (promise 3, C-16)`(
        status: HTTPResponse.Status
    ) async throws {
        let (answer, count) = try await afterThrowing(HTTPError(status))
        #expect(answer.status == status.code)
        #expect(answer.setCookies.count == 1)
        #expect(count == 1)
    }

    @Test(arguments: [HTTPResponse.Status.internalServerError, .notImplemented, .serviceUnavailable])
    func `a thrown HTTP error from 500 on stores nothing`(status: HTTPResponse.Status) async throws {
        let (answer, count) = try await afterThrowing(HTTPError(status))
        #expect(answer.status == status.code)
        #expect(answer.setCookies == [])
        #expect(count == 0)
    }

    @Test func `any other error stores nothing and is a 500`() async throws {
        let (answer, count) = try await afterThrowing(Unforeseen())
        #expect(answer.status == 500)
        #expect(answer.setCookies == [])
        #expect(count == 0)
    }

    @Test func `a response that says 500, but was not thrown, is committed, as Express does`() async throws {
        let house = try House()
        let router = house.router()
        router.get("/") { _, context in
            try context.session["visited", as: Bool.self] = true
            return Response(status: .internalServerError)
        }
        let answer = try await house.serve(router) { try await $0.send("/") }
        #expect(answer.status == 500)
        #expect(answer.setCookies.count == 1)
    }

    @Test func `it stands alone: without error pages the answers are the same`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SessionMiddleware(house.keeper))
        router.get("/") { _, context -> Response in
            try context.session["seen", as: Bool.self] = true
            throw HTTPError(.badRequest, message: "no")
        }
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let kept = try await client.send("/", cookie: cookie)
            #expect(kept.status == 400)
            #expect(kept.body == #"{"error":{"message":"no"}}"#)
            house.store.fail(.load)
            let failed = try await client.send("/", cookie: cookie)
            #expect(failed.status == 503)
            #expect(failed.headers[.retryAfter] == "5")
        }
        let stored = try await house.stored()
        #expect(stored?.contains(#""seen":true"#) == true)
    }

    @Test func `two requests that change one session at once both keep their changes (promise 2)`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.get("/count") { _, context in
            try context.session.update("views", default: 0) { $0 += 1 }
            return "ok"
        }
        let cookie = try House.cookie(House.id)
        try await house.serve(router) { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await client.send("/count", cookie: cookie).status } }
                for try await status in group { #expect(status == 200) }
            }
        }
        let stored = try await house.stored()
        #expect(stored?.contains(#""views":50"#) == true)
    }

    private struct Unforeseen: Error {}

    private func afterThrowing(_ error: any Error) async throws -> (Received, stored: Int) {
        let house = try House()
        let router = house.router()
        router.get("/") { _, context -> Response in
            try context.session["visited", as: Bool.self] = true
            throw error
        }
        let answer = try await house.serve(router) { try await $0.send("/") }
        return (answer, try await house.memory.count())
    }
}
