import Foundation
import ProcessTesting

/// Requests per second of the hosted app, each beside a bare Hummingbird route with the same response.
struct HTTPBenchmarks {
    /// Takes databases, logs and recordings.
    let folder: URL
    private let password = "una-clave-de-prueba"

    func run() async throws {
        try await measurePages(store: "memory:", named: "memory", with: memoryRows)
        try await measurePages(store: nil, named: "SQLite", with: sqliteRows)
        try await measureSigningIn()
        // Debian packages neither alexedwards/scs nor express-session.
        row("signed-in page / Go + alexedwards/scs", "-", "-", ">= 1.7 x", "not installed")
        row("signed-in page / Express + express-session", "-", "-", ">= 8.0 x", "not installed")
    }

    private func memoryRows(_ cookie: String) -> [Comparison] {
        let signedIn = ["Cookie": cookie]
        return [
            Comparison(what: "signed-in page, memory", visits: [Visit(headers: signedIn)], rounds: 7, budget: 0.85),
            Comparison(what: "anonymous page", visits: [Visit()]),
            Comparison(what: "static file", visits: [Visit(path: "/styles.css")]),
            Comparison(what: "GET /api/session, memory", visits: [Visit(path: "/api/session", headers: signedIn)]),
        ]
    }

    private func sqliteRows(_ cookie: String) -> [Comparison] {
        [Comparison(what: "signed-in page, SQLite", visits: [Visit(headers: ["Cookie": cookie])])]
    }

    /// Starts the hosted app as in production, signs somebody in as a browser would, and measures.
    private func measurePages(
        store: String?, named name: String, with rows: (String) -> [Comparison]
    ) async throws {
        let home = folder.appending(path: name)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let portero = try PorteroProcess(in: home)
        try await portero.addUser("ana", name: "Ana María Núñez", usrID: "42", password: password)
        var changes: [String: String?] = ["PORTERO_ENV": "production"]
        if let store { changes["SESSION_STORE"] = store }
        try await finishing(with: portero.stop) {
            try await portero.start(changes: changes)
            let cookie = try await sessionCookie(portero.local)
            let server = Served(local: portero.local, process: try portero.processIdentifier)
            for row in rows(cookie) { try await row.run(server, in: folder) }
        }
    }

    private func measureSigningIn() async throws {
        try await OwnProcess.serving(["sign-in"], in: folder) { server in
            let cookie = try await sessionCookie(server.local)
            let visits = [signIn, Visit(path: "/auth/logout", headers: ["Cookie": cookie])]
            let what = "sign-in and sign-out, memory, passwords unchecked"
            try await Comparison(what: what, visits: visits, script: cycle).run(server, in: folder)
        }
    }

    private var signIn: Visit {
        Visit(
            method: "POST", path: "/auth/signin", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Data("username=ana&password=\(password)".utf8))
    }

    /// Signs in, and tells the cookie with which the browser would come back.
    private func sessionCookie(_ server: LocalServer) async throws -> String {
        let answer = try await server.send(signIn.method, signIn.path, headers: signIn.headers, signIn.body)
        guard let line = answer.header("set-cookie") else {
            throw BenchmarkFault("the sign-in was answered with \(answer.status) and no cookie")
        }
        return String(line.prefix { $0 != ";" })
    }

    /// Signs in as long as there is nobody to sign out.
    private let cycle = """
        local cookies = {}
        local signin
        function init()
            local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
            signin = wrk.format("POST", "/auth/signin", headers, "username=ana&password=x")
        end
        function request()
            local cookie = table.remove(cookies)
            return cookie and wrk.format("GET", "/auth/logout", { Cookie = cookie }) or signin
        end
        function response(status, headers)
            local line = headers["Set-Cookie"] or headers["set-cookie"]
            if line and not line:find("1970") then table.insert(cookies, line:match("[^;]+")) end
        end
        """
}
