import Foundation
import ProcessTesting
import Testing

@Suite("The command line") struct CommandTests {
    private static let password = "una llave larga\n"

    private func add(_ username: String, _ more: [String] = [], to portero: PorteroProcess) async throws -> String {
        let arguments = ["users", "add", "--username", username, "--name", "Ana María", "--password-stdin"] + more
        let (status, output) = try await portero.run(arguments, input: Self.password)
        #expect((status == 0) == output.hasPrefix("added"))
        return output
    }

    @Test func `accounts are added, listed, disabled, enabled and removed`() async throws {
        try await withPortero { portero async throws in
            #expect(try await add("ana", to: portero) == "added ana as 1\n")
            #expect(try await add("eva", ["--usr-id", "e-7"], to: portero) == "added eva as e-7\n")
            #expect(try await portero.run(["users", "disable", "--username", "ana"]).status == 0)
            #expect(
                try await portero.run(["users", "list"]).output
                    == "1\tana\tdisabled\tAna María\ne-7\teva\tenabled\tAna María\n")
            #expect(try await portero.run(["users", "enable", "--username", "ana"]).status == 0)
            #expect(try await portero.run(["users", "remove", "--username", "eva"]).status == 0)
            #expect(try await portero.run(["users", "list"]).output == "1\tana\tenabled\tAna María\n")
        }
    }

    @Test func `a username that is taken is refused, and says so`() async throws {
        try await withPortero { portero async throws in
            _ = try await add("ana", to: portero)
            #expect(try await add("ana", to: portero).contains("username"))
        }
    }

    /// A5-7.4.2; and A4-3.3.3 for a change of password.
    @Test(arguments: [["disable"], ["remove"], ["passwd", "--password-stdin"]])
    func `to disable or remove an account, or set its password, ends its sessions`(command: [String]) async throws {
        try await withPortero { portero async throws in
            _ = try await add("ana", to: portero)
            try await portero.start()
            let form = Data("username=ana&password=una+llave+larga".utf8)
            let type = ["Content-Type": "application/x-www-form-urlencoded"]
            let answer = try await portero.local.send("POST", "/auth/signin", headers: type, form)
            let cookie = try #require(answer.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let status = ["Cookie": cookie]
            #expect(try await portero.local.send("GET", "/api/session", headers: status).text.contains("true"))
            let changed = try await portero.run(
                ["users"] + command.prefix(1) + ["--username", "ana"] + command.dropFirst(), input: "otra llave larga\n"
            )
            #expect(changed.status == 0 && changed.output.hasSuffix("sessions ended: 1\n"))
            #expect(try await portero.local.send("GET", "/api/session", headers: status).text.contains("false"))
            #expect(try await portero.local.send("POST", "/auth/signin", headers: type, form).status == 422)
        }
    }

    @Test func `a missing account is told with status 1`() async throws {
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(["users", "disable", "--username", "nadie"])
            #expect(status == 1)
            #expect(output.hasPrefix("Error: "))
        }
    }

    @Test(arguments: [["passwd"], ["add", "--name", "Ana"]])
    func `a password is never an argument`(command: [String]) async throws {
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(["users"] + command + ["--username", "ana"])
            #expect(status == 64)
            #expect(output.contains("--password-stdin"))
        }
    }

    #if os(Linux)
    /// The hash is bcryptjs 2.4.3's of "correct horse".
    @Test func `an account comes with its bcrypt hash, signs in, and has scrypt's from then on`() async throws {
        let hash = "$2b$04$XajjQvNhvvRt5GSeFk1xFe0osOFNy3ql4BRb0zA5yRnHsPKRhLnsG\n"
        let command = ["users", "add", "--username", "ana", "--name", "Ana", "--hash-stdin"]
        try await withPortero { portero async throws in
            let refused = try await portero.run(command, input: hash)
            #expect(refused.status == 1 && refused.output.contains("bcrypt"))
            let (status, output) = try await portero.run(command, input: hash, changes: ["BCRYPT_COST": "4"])
            #expect(status == 0 && output == "added ana as 1\n")
            let listed = try await portero.run(["users", "list"]).output
            #expect(listed.hasPrefix("1\tana\tenabled\tAna\tthe hash is bcrypt's, expected "))
            #expect(
                try await portero.run(["users", "list"], changes: ["BCRYPT_COST": "4"]).output
                    == "1\tana\tenabled\tAna\n")
            let form = Data("username=ana&password=correct+horse".utf8)
            let type = ["Content-Type": "application/x-www-form-urlencoded"]
            for changes in [["BCRYPT_COST": "4"], [:]] {
                try await portero.start(changes: changes)
                #expect(try await portero.local.send("POST", "/auth/signin", headers: type, form).status == 302)
                try await portero.stop()
            }
        }
    }
    #endif

    @Test func `a view is rendered to standard output`() async throws {
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(
                ["render", "auth/signin", "--views", PorteroProcess.repository("Views")])
            #expect(status == 0)
            #expect(output.contains("<h1>Iniciar sesión</h1>"))
        }
    }

    @Test func `a view is named through its folder as well, and its locals may be written out`() async throws {
        let views = PorteroProcess.repository("Views")
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(
                ["render", views + "/auth/signin.ejs", "--data", #"{"username":"ana"}"#, "--views", views])
            #expect(status == 0)
            #expect(output.contains(#"value="ana""#))
        }
    }

    @Test func `a view that is not there is told with status 1`() async throws {
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(
                ["render", "nada", "--views", PorteroProcess.repository("Views")])
            #expect(status == 1)
            #expect(output.contains("Views/nada.ejs"))
        }
    }

    @Test(arguments: [
        ("[1]", "expected one JSON object"), ("{\"error\":}", "1:10"), (nil, "cannot be read"),
    ])
    func `locals that are no object are told with status 1`(json: String?, told: String) async throws {
        let (status, output) = try await render(json)
        #expect(status == 1)
        #expect(output.contains(told))
    }

    @Test func `a view is rendered with the locals of a file, escaped`() async throws {
        let (status, output) = try await render(#"{"error":"¿Quién <es>?","username":"ana"}"#)
        #expect(status == 0)
        #expect(output.contains("¿Quién &lt;es&gt;?") && output.contains(#"value="ana""#))
    }

    /// Renders the sign-in page with the locals of a file; `nil`: of one that is not there.
    private func render(_ json: String?) async throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "locals-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }  // What is left there does no harm.
        try json.map { try Data($0.utf8).write(to: file) }
        var answer: (status: Int32, output: String) = (-1, "")
        try await withPortero { portero async throws in
            answer = try await portero.run(
                ["render", "auth/signin", "--data", file.path, "--views", PorteroProcess.repository("Views")])
        }
        return answer
    }

    @Test func `production without a secret does not start, and says which variable`() async throws {
        try await withPortero { portero async throws in
            let (status, output) = try await portero.run(
                ["serve"], changes: ["SESSION_SECRET": nil, "PORTERO_ENV": nil, "PORT": "x"])
            #expect(status == 1)
            #expect(output.contains("SESSION_SECRET") && output.contains("PORT"))
        }
    }

    @Test func `the version is told`() async throws {
        try await withPortero { portero async throws in
            #expect(try await portero.run(["--version"]).output == "0.1.0\n")
        }
    }
}
