import Foundation
import ProcessTesting
import Testing

@Suite("The server's logs") struct LoggingTests {
    @Test func `are JSON lines throughout, where the environment asks for it, and whole at the end`() async throws {
        try await withPortero { portero async throws in
            try await portero.addUser("ana", name: "Ana", usrID: "42", password: "una llave larga")
            try await portero.start(changes: ["LOG_FORMAT": "json", "LOG_LEVEL": "debug"])
            let answer = try await portero.local.send("GET", "/nada?clave=hunter2")
            #expect(answer.status == 404)
            #expect(try await portero.local.send("GET", "/readyz").text == "ready")
            try await portero.stop()
            let lines = try portero.output.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            #expect(lines.allSatisfy { $0["time"] is String })
            let access = lines.filter { $0["path"] as? String == "/nada" }
            #expect(access.count == 1 && access[0]["status"] as? Int == 404)
            #expect(lines.contains { $0["path"] as? String == "/healthz" })
            #expect(lines.contains { $0["message"] as? String == "Portero is listening" })
            #expect(try !portero.output.contains("hunter2"))
        }
    }

    @Test func `have no line for a request where the environment says so`() async throws {
        try await withPortero { portero async throws in
            try await portero.addUser("ana", name: "Ana", usrID: "42", password: "una llave larga")
            try await portero.start(changes: ["ACCESS_LOG": "off"])
            _ = try await portero.local.send("GET", "/nada")
            try await portero.stop()
            let output = try portero.output
            #expect(output.contains("Portero is listening on http://127.0.0.1"))
            #expect(!output.contains("/nada") && !output.contains("/healthz"))
        }
    }
}
