import ProcessTesting
import Testing

@Suite("A server that is asked to end") struct ShutdownTests {
    private static let form = "username=ana&password=wrong&return="
    private static let head =
        "POST /auth/signin HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Expect: 100-continue\r\nContent-Length: \(form.utf8.count)\r\n\r\n"

    /// Sends a request's header, and waits until the server has seen it.
    private static func begin(_ conversation: inout Conversation) async throws {
        try await conversation.send(head)
        _ = try await conversation.next(upTo: "100 Continue\r\n\r\n")
    }

    @Test(.timeLimit(.minutes(2)))
    func `takes no more connections, finishes what runs, and ends well`() async throws {
        try await withPortero { portero async throws in
            // Its own ten seconds are not for a machine that runs all other tests beside it.
            try await portero.start(changes: ["SHUTDOWN_SECONDS": "300"])
            let (answer, status) = try await RawClient.connect(portero.local.port) { conversation in
                try await Self.begin(&conversation)
                portero.askToEnd()
                try await poll("the server to take no more connections") {
                    await (try? portero.local.send("GET", "/healthz")) == nil ? () : nil
                }
                try await conversation.send(Self.form)
                let answer = try await conversation.rest()
                return (answer, try await portero.end())
            }
            #expect(answer.status == 422)
            #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(status == 0)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `ends within its time, whatever a client does`() async throws {
        try await withPortero { portero async throws in
            try await portero.start(changes: ["SHUTDOWN_SECONDS": "2"])
            try await RawClient.connect(portero.local.port) { conversation in
                try await Self.begin(&conversation)
                portero.askToEnd()
                let clock = ContinuousClock()
                let begin = clock.now
                _ = try await portero.end()
                // The limit is 2 seconds; a busy machine is slow to tell of the end.
                #expect(clock.now - begin < .seconds(10))
            }
        }
    }
}
