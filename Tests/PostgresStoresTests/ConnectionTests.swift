import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("A connection that does not come about") struct RefusedConnectionTests {
    @Test func `because nobody listens fails at once, and says so`() async throws {
        let database = try PostgresDatabase("host=127.0.0.1 port=\(LocalServer.freePort()) user=ana password=secret")
        for _ in 0..<20 {
            let error = await #expect(throws: StoreError.self) { try await ping(database) }
            #expect(error?.description == "store unavailable in ping: PostgreSQL: no connection: nobody listens there")
        }
    }

    @Test(arguments: ["wrong-password", ""])
    func `because of a wrong password, or none, quotes neither user nor password`(_ password: String) async throws {
        let access = "user=\(PostgresServer.lockedUser)" + (password.isEmpty ? "" : " password=\(password)")
        let database = try await Live.open(access, connections: 1)
        let error = await #expect(throws: StoreError.self) { try await ping(database) }
        let words =
            password.isEmpty
            ? "the server wants a password" : "SQLSTATE 28P01 (the server does not let this user in)"
        #expect(error?.cause == "PostgreSQL: no connection: " + words)
    }

    @Test func `because there is no such database says so`() async throws {
        let database = try await Live.open("dbname=nowhere", connections: 1)
        let error = await #expect(throws: StoreError.self) { try await ping(database) }
        #expect(error?.cause == "PostgreSQL: no connection: SQLSTATE 3D000 (there is no such database)")
    }

    @Test func `comes about with the right password`() async throws {
        let access = "user=\(PostgresServer.lockedUser) password=\(PostgresServer.lockedPassword)"
        try await ping(Live.open(access, connections: 1))
    }

    @Test func `is not waited for where others can serve`() async throws {
        let (client, role) = (try PlainClient(await Live.serverOfAll().connectionString), try await Live.schema())
        try client.run("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 1")
        let database = try await Live.open("user=\(role)", connections: 4)
        try await withThrowingTaskGroup { group in
            for _ in 0..<40 { group.addTask { try await ping(database, "SELECT pg_sleep(0.01)") } }
            try await group.waitForAll()
        }
    }
}

@Suite("A connection with TLS") struct TLSTests {
    @Test func `is made where the certificate and the host are right`() async throws {
        let server = try await Live.serverOfAll()
        let database = try await open("host=localhost", server.certificate)
        let isEncrypted = try await database.run("ping") { connection throws(PostgresFault) in
            try connection.run(once: "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").rows.first?.bool(0)
        }
        #expect(isEncrypted == true)
    }

    @Test func `is refused where the certificate is a stranger's`() async throws {
        let server = try await Live.serverOfAll()
        let error = await #expect(throws: StoreError.self) {
            try await ping(open("host=localhost", server.strangersCertificate))
        }
        #expect(error?.cause == "PostgreSQL: no connection: the server's certificate is not trusted")
    }

    @Test func `is refused where the certificate is for another host`() async throws {
        let server = try await Live.serverOfAll()
        let error = await #expect(throws: StoreError.self) {
            try await ping(open("host=127.0.0.1", server.certificate))
        }
        #expect(error?.cause == "PostgreSQL: no connection: the server's certificate is for another host")
    }

    @Test func `is refused without a root certificate to check with`() async throws {
        let error = await #expect(throws: StoreError.self) {
            try await ping(open("host=localhost", "/nowhere/root.pem"))
        }
        #expect(error?.cause == "PostgreSQL: no connection: there is no root certificate to check the server's with")
    }

    private func open(_ host: String, _ root: String) async throws -> PostgresDatabase {
        try await Live.open("\(host) hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=\(root)", connections: 1)
    }
}
