import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("Views") struct ViewsTests {
    private static let page =
        "<% if (typeof user !== 'undefined') { %><%= user.name %> <%= user.usrId %>"
        + " <a href=\"/auth/logout\" class=\"btn btn-danger\">Cerrar Sesión</a><% } else { %>nobody<% } %>"

    /// What a session holds, and what the page shows of it.
    static let rows: [(values: String, shown: String)] = [
        (ana, "Ana Pérez 42"), (#""loggedin":1,"name":"Bea","usrId":"b7""#, "Bea b7"),
        (#""loggedin":"1","name":"<b>","usrId":1"#, "&lt;b&gt; 1"), (#""loggedin":true"#, " "),
        (#""loggedin":false,"name":"Ana","usrId":42"#, "nobody"), (#""loggedin":2,"name":"Ana","usrId":42"#, "nobody"),
        (#""loggedin":null,"name":"Ana""#, "nobody"), (#""loggedin":[1],"name":"Ana""#, "nobody"),
        (#""name":"Ana","usrId":42"#, "nobody"), (#""user":{"name":"Eve"}"#, "nobody"), ("", "nobody"),
    ]

    @Test(arguments: rows)
    func `have the local user exactly when somebody is signed in (OW-19)`(values: String, shown: String) async throws {
        let house = try House()
        try await house.seed(values)
        let answer = try await ask(house, cookie: House.cookie(House.id))
        #expect(answer.status == 200)
        if shown == "nobody" {
            #expect(answer.body == "nobody")
            #expect(answer.headers[.cacheControl] == "private, no-cache")
        } else {
            #expect(answer.body.hasPrefix(shown))
            #expect(answer.body.contains(#"<a href="/auth/logout" class="btn btn-danger">Cerrar Sesión</a>"#))
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `have no user though the caller's locals name one`() async throws {
        let answer = try await ask(House(), locals: ["user": ["name": "Eve", "usrId": 1]])
        #expect(answer.body == "nobody")
    }

    @Test func `have the real user though the caller's locals name another`() async throws {
        let house = try House()
        try await house.seed(ana)
        let answer = try await ask(
            house, cookie: House.cookie(House.id), locals: ["user": ["name": "Eve", "usrId": 1]])
        #expect(answer.body.hasPrefix("Ana Pérez 42"))
    }

    @Test func `are a 503 where the store cannot tell who is signed in (promise 3)`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        let answer = try await ask(house, cookie: House.cookie(House.id))
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "5")
    }

    @Test func `answer a HEAD with the page's length`() async throws {
        let house = try House()
        let folder = try TemporaryFolder(["index.ejs": Self.page])
        try await house.serve(router(house, folder)) { client in
            let head = try await client.send(.head, "/")
            #expect(head.body == "")
            #expect(head.headers[.contentLength] == "6")
        }
    }

    @Test func `are compiled at the start: a broken one stops it`() throws {
        let folder = try TemporaryFolder(["index.ejs": "<% if ( %>"])
        #expect(throws: TemplateLoadError.self) { try Views(folder: folder.path) }
    }

    @Test func `are compiled anew in development when they change, and a broken one is a 500 until it is mended`()
        async throws
    {
        let house = try House()
        let folder = try TemporaryFolder(["index.ejs": "one"])
        try await house.serve(router(house, folder, reloads: true)) { client in
            let first = try await client.send("/")
            #expect(first.body == "one")
            try folder.write("index.ejs", "<% if ( %>")
            let broken = try await client.send("/")
            #expect(broken.status == 500)
            try folder.write("index.ejs", "mended")
            let mended = try await client.send("/")
            #expect(mended.body == "mended")
        }
    }

    @Test func `may change while many requests read them`() async throws {
        let house = try House()
        let folder = try TemporaryFolder(["index.ejs": "version 0"])
        try await house.serve(router(house, folder, reloads: true)) { client in
            for version in 1...5 {
                // Each is longer than the one before, so that the change shows whatever the file system's clock.
                try folder.write("index.ejs", "version \(version)" + String(repeating: "!", count: version))
                let bodies = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<20 { group.addTask { try await client.send("/").body } }
                    return try await group.reduce(into: Set<String>()) { $0.insert($1) }
                }
                #expect(bodies == ["version \(version)" + String(repeating: "!", count: version)])
            }
        }
    }

    private func ask(_ house: House, cookie: String? = nil, locals: TemplateObject = [:]) async throws -> Received {
        let folder = try TemporaryFolder(["index.ejs": Self.page])
        return try await house.serve(router(house, folder, locals: locals)) {
            try await $0.send("/", cookie: cookie)
        }
    }

    private func router(
        _ house: House, _ folder: TemporaryFolder, reloads: Bool = false, locals: TemplateObject = [:]
    ) throws -> Router<PorteroContext> {
        let views = try Views(folder: folder.path, reloads: reloads)
        let router = house.router()
        router.get("/") { _, context in try views.page("index", locals, for: context) }
        return router
    }
}
