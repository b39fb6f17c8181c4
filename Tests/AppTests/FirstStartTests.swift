import Foundation
import ProcessTesting
import Testing

@testable import App

@Suite("A first start in development") struct FirstStartTests {
    @Test func `makes one account, and tells its password once`() async throws {
        try await withPortero { portero async throws in
            try await portero.start()
            let password = try #require(try portero.output.firstMatch(of: /password: (\w+)/)).1
            let form = Data("username=admin&password=\(password)".utf8)
            let type = ["Content-Type": "application/x-www-form-urlencoded"]
            #expect(try await portero.local.send("POST", "/auth/signin", headers: type, form).status == 302)
            try await portero.restart()
            #expect(try !portero.output.contains("password"))
            #expect(try await portero.run(["users", "list"]).output == "1\tadmin\tenabled\tAdministración\n")
        }
    }

    @Test func `makes one secret, which only its owner can read, and keeps it`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left there does no harm.
        let path = folder.appending(path: "session-secret").path
        let made = try PrivateFile.text(at: path) { .random(length: 48) }
        #expect(made.utf8.count == 48)
        #expect(try PrivateFile.text(at: path) { "another" } == made)
        #expect(try permissions(of: path) == 0o600)
        #expect(try permissions(of: folder.path) == 0o700)
    }

    private func permissions(of path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
}
