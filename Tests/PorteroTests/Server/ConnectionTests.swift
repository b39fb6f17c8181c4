import Portero
import ProcessTesting
import Testing

@Suite("A connection") struct ConnectionTests {
    @Test func `carries one request behind the other, each with its answer`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                for path in ["/hello", "/other", "/hello"] {
                    try await conversation.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try await conversation.response()
                    #expect(answer.status == 200)
                    #expect(answer.hasSuffix(path == "/hello" ? "hello" : "path /other host a"))
                }
            }
        }
    }

    @Test func `answers requests that are sent without waiting, in their order`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                let paths = (0..<50).map { "/path\($0)" }
                try await conversation.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                for path in paths {
                    let answer = try await conversation.response()
                    #expect(answer.hasSuffix("path \(path) host a"))
                }
            }
        }
    }

    @Test(arguments: [
        ("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "connection: close"),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n", "connection: close"),
        ("GET /hello HTTP/1.0\r\n\r\n", "connection: close"),
        // The parser stops behind such a request.
        ("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "connection: close"),
    ])
    func `ends with the answer where the request says so`(request: String, field: String) async throws {
        let answer = try await Door().serve { port in try await RawClient.say(request, to: port) }
        #expect(answer.status == 200)
        #expect(answer.hasSuffix("hello"))
        #expect(answer.lowercased().contains("\r\n\(field)\r\n"))
    }

    @Test func `goes on with an old client that asks for it, and says so`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                for _ in 0..<2 {
                    try await conversation.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    let answer = try await conversation.response()
                    #expect(answer.hasSuffix("hello"))
                    #expect(answer.lowercased().contains("\r\nconnection: keep-alive\r\n"))
                }
            }
        }
    }

    @Test func `tells an old client by its end where a response without a length ends`() async throws {
        let answer = try await Door().serve { port in
            try await RawClient.say("GET /endless HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", to: port)
        }
        #expect(answer.hasSuffix("\r\n\r\nsome"))
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
        #expect(!answer.lowercased().contains("transfer-encoding"))
    }

    @Test func `is answered also where the client has ended its side`() async throws {
        let answer = try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                conversation.finish()
                return try await conversation.rest()
            }
        }
        #expect(answer.hasSuffix("hello"))
    }

    @Test func `takes the host from a target that names it, not from the field (RFC 9112 section 3.2.2)`() async throws
    {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("GET http://b:81/some/path?x=/y HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await conversation.response()
                #expect(answer.hasSuffix("path /some/path host b:81"))
                try await conversation.send("GET HTTPS://b?x HTTP/1.1\r\nHost: a\r\n\r\n")
                let root = try await conversation.response()
                #expect(root.hasSuffix("root host b"))
            }
        }
    }

    @Test func `reads over the empty lines that some clients send behind a body`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\n")
                let first = try await conversation.response()
                #expect(first.hasSuffix("hi"))
                try await conversation.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let second = try await conversation.response()
                #expect(second.hasSuffix("hello"))
            }
        }
    }

    @Test func `says 100 Continue before it waits for a body that waits for it`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                let fields = "Host: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
                try await conversation.send("POST /echo HTTP/1.1\r\n\(fields)")
                let interim = try await conversation.next(upTo: "\r\n\r\n")
                #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
                try await conversation.send("hello")
                let answer = try await conversation.response()
                #expect(answer.status == 200)
                #expect(answer.hasSuffix("hello"))
            }
        }
    }

    @Test func `refuses a body that is too long without asking for it first`() async throws {
        var door = Door()
        door.limits.bodyBytes = 10
        let answer = try await door.serve { port in
            try await RawClient.say(
                "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n", to: port)
        }
        #expect(answer.status == 413)
        #expect(answer.responses == 1)
    }

    @Test func `whose body nobody reads goes on if little of it is left`() async throws {
        try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n")
                let first = try await conversation.response()
                #expect(first.hasSuffix("ignored"))
                try await conversation.send(String(repeating: "x", count: 10_000))
                try await conversation.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let second = try await conversation.response()
                #expect(second.hasSuffix("hello"))
            }
        }
    }

    @Test func `ends if more of it is left, and the answer arrives all the same`() async throws {
        let answer = try await Door().serve { port in
            try await RawClient.connect(port) { conversation in
                try await conversation.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
                for _ in 0..<10 { try await conversation.send(String(repeating: "x", count: 50_000)) }
                return try await conversation.rest()
            }
        }
        #expect(answer.hasSuffix("ignored"))
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
        #expect(answer.responses == 1)
    }
}
