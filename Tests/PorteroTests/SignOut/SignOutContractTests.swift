import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("vLife's sign-out keeps its contract, byte for byte") struct SignOutContractTests {
    @Test(arguments: SignOutRow.signedIn)
    func `who is signed in is signed out (promise 1, OW-18, A5-7.4.1, C-15)`(row: SignOutRow) async throws {
        try await expect(row)
    }

    @Test(arguments: SignOutRow.notSignedIn)
    func `who is not signed in keeps everything and gets no cookie (C-6)`(row: SignOutRow) async throws {
        try await expect(row)
    }

    @Test(arguments: SignOutRow.safe)
    func `HEAD and speculative loads answer the same and have no effect`(row: SignOutRow) async throws {
        try await expect(row)
    }

    @Test(arguments: SignOutRow.failing)
    func `a store that fails changes nothing of the answer (promise 1)`(row: SignOutRow) async throws {
        try await expect(row)
    }

    @Test func `a HEAD tells the length of the body that a GET has`() async throws {
        let house = try House()
        let router = house.router()
        router.addSignOut()
        let json: HTTPFields = [.accept: "application/json"]
        try await house.serve(router) { client in
            let get = try await client.send("/auth/logout", json)
            let head = try await client.send(.head, "/auth/logout", json)
            #expect(head.headers[.contentLength] == "\(get.body.utf8.count)")
            #expect(head.headers[.contentType] == get.headers[.contentType])
        }
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete, .options])
    func `any other method is a 405 with Allow and signs nobody out`(method: HTTPRequest.Method) async throws {
        let house = try House()
        try await house.seed(ana)
        let before = try await house.stored()
        let router = house.router()
        router.addSignOut()
        router.refuseOtherMethods()
        let answer = try await house.serve(router) {
            try await $0.send(method, "/auth/logout", cookie: House.cookie(House.id))
        }
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "GET, HEAD")
        #expect(answer.setCookies == [])
        let after = try await house.stored()
        #expect(after == before)
    }

    @Test func `the cookie is cleared with the Domain, Path and flags that it was set with (C-15)`() async throws {
        var options = SessionOptions()
        options.cookie.domain = "example.com"
        options.cookie.path = "/app"
        options.cookie.secure = .always
        options.cookie.sameSite = .strict
        let house = try House(options)
        let router = house.router(client: .init(servesTLS: true))
        router.group("/app").addSignIn()
        router.group("/app").addSignOut()
        try await house.serve(router) { client in
            let signIn = try await client.send(.post, "/app/signin")
            let cookie = try #require(signIn.setCookies.first?.split(separator: ";").first)
            let answer = try await client.send("/app/auth/logout", cookie: String(cookie))
            let line =
                "connect.sid=; Domain=example.com; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; "
                + "HttpOnly; Secure; SameSite=Strict"
            #expect(answer.setCookies == [line])
        }
    }

    @Test func `the session's own cookie counts, not what the app sets by now (C-15)`() async throws {
        var options = SessionOptions()
        options.cookie.path = "/app"
        let house = try House(options)
        try await house.seed(ana)
        let router = house.router()
        router.group("/app").addSignOut()
        let answer = try await house.serve(router) {
            try await $0.send("/app/auth/logout", cookie: House.cookie(House.id))
        }
        #expect(answer.setCookies == [cleared])
    }

    @Test func `where the session's cookie does not go, a sign-out still ends what it names`() async throws {
        var options = SessionOptions()
        options.cookie.path = "/app"
        let house = try House(options)
        try await house.seed(ana)
        let router = house.router()
        router.addSignOut()
        let answer = try await house.serve(router) {
            try await $0.send("/auth/logout", cookie: House.cookie(House.id))
        }
        #expect(answer.status == 302)
        let after = try await house.stored()
        #expect(after == nil)
    }

    private func expect(_ row: SignOutRow) async throws {
        let house = try House()
        try await house.seed(row.values)
        let before = try await house.stored()
        let router = house.router()
        router.addSignOut()
        for operation in row.failing { house.store.fail(operation) }
        let request = try row.request()
        let answer = try await house.serve(router) { try await $0.send(row.method, row.path, request) }
        #expect(answer.status == 302)
        #expect(answer.headers[values: .location] == ["/auth/signin"])
        #expect(answer.setCookies == (row.clears ? [cleared] : []))
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
        #expect(answer.body == row.body)
        if !row.body.isEmpty { #expect(answer.headers[.contentType] == "application/json; charset=utf-8") }
        let after = try await house.stored()
        switch row.left {
        case .gone: #expect(after == nil)
        case .untouched: #expect(after == before)
        }
    }
}
