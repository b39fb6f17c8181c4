import Portero
import ProcessTesting
import Testing

@Suite("A request that takes too much") struct SizeLimitTests {
    private static func get(_ target: String = "/hello", _ fields: String...) -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let text: String
        let status: Int
        var testDescription: String { what }
    }

    private static let long = String(repeating: "x", count: 20_000)

    private static let rows = [
        Row(what: "a target as long as it may be", text: get("/" + long.prefix(8 * 1024 - 1)), status: 200),
        Row(what: "a target one byte longer", text: get("/" + long.prefix(8 * 1024)), status: 414),
        Row(what: "a target longer than a field may be", text: get("/" + long), status: 414),
        Row(what: "a target without an end", text: "GET /" + String(repeating: long, count: 3), status: 414),
        Row(what: "a field as long as it may be", text: get("/hello", "X: \(long.prefix(16 * 1024))"), status: 200),
        Row(what: "a field one byte longer", text: get("/hello", "X: \(long.prefix(16 * 1024 + 1))"), status: 431),
        Row(what: "a field without an end", text: "GET / HTTP/1.1\r\nX: \(long)\(long)", status: 431),
        Row(
            what: "fields that are too long together",
            text: get("/hello", "X: \(long.prefix(15_000))", "Y: \(long.prefix(15_000))", "Z: \(long.prefix(5000))"),
            status: 431),
        Row(
            what: "as many fields as there may be",
            text: "GET /hello HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 99) + "\r\n",
            status: 200),
        Row(
            what: "one field more",
            text: "GET /hello HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 100) + "\r\n",
            status: 431),
        Row(
            what: "a body that says so",
            text: "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", status: 413),
        Row(
            what: "a body that nobody would read, and that says so",
            text: "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", status: 413),
    ]

    @Test(arguments: rows) func `is told so, and the connection ends`(row: Row) async throws {
        let answer = try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send(row.text)
                return try await conversation.response()
            }
        }
        #expect(answer.status == row.status)
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n") == (row.status != 200))
    }

    @Test func `by a body in chunks is told so where it is read`() async throws {
        let answer = try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<17 {
                    try await conversation.send("10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n")
                }
                return try await conversation.rest()
            }
        }
        #expect(answer.status == 413)
        #expect(answer.responses == 1)
    }

    @Test(arguments: ["/echo", "/form"])
    func `by a body in chunks is a 413, wherever it is read`(path: String) async throws {
        var door = Door()
        door.limits.bodyBytes = 10
        let answer = try await door.serve { port in
            try await RawClient.say(
                "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nb\r\na=123456789\r\n0\r\n\r\n", to: port)
        }
        #expect(answer.status == 413)
        #expect(answer.responses == 1)
    }

    @Test func `by trailers ends`() async throws {
        let answer = try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: \(Self.long)")
                return try await conversation.rest()
            }
        }
        #expect(answer.responses == 1)
        #expect(answer.status >= 400)
    }

    @Test func `leaves a body of the length that is allowed alone`() async throws {
        var door = Door()
        door.limits.bodyBytes = 5
        let answer = try await door.serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                )
                return try await conversation.response()
            }
        }
        #expect(answer.hasSuffix("abcde"))
    }
}
