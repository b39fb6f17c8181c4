import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import RedisStores

@Suite("A Redis server") struct RecoveryTests {
    private func key(_ number: Int) throws -> SessionKey {
        SessionKey(try #require(SessionID("session \(number)")))
    }

    private func record(_ number: Int) throws -> SessionRecord {
        try #require(
            SessionRecord(json: Array(#"{"n":\#(number)}"#.utf8), expiry: SystemClock().now() + .seconds(600)))
    }

    private func with(
        _ arguments: [String] = [], files: [String: String] = [:], options: RedisOptions = .patient,
        url: (Int) -> String = { "redis://127.0.0.1:\($0)" },
        _ body: (RedisServer, RedisClient) async throws -> Void
    ) async throws {
        let server = try await RedisServer(arguments, files: files)
        try await finishing(with: { try await server.stop() }) {
            try await Redis.withClient(url(server.port), options: options) { try await body(server, $0) }
        }
    }

    /// A client that does not wait long, beside the patient one.
    private func withImpatient(
        _ body: (_ server: RedisServer, _ patient: RedisSessionStore, _ impatient: RedisSessionStore) async throws ->
            Void
    ) async throws {
        try await with { server, patient in
            let url = "redis://127.0.0.1:\(server.port)"
            try await Redis.withClient(url, options: .limit(.milliseconds(500))) { impatient in
                try await body(server, RedisSessionStore(patient), RedisSessionStore(impatient))
            }
        }
    }

    @Test func `that is killed and comes back is found by itself, and keeps what it has acknowledged`() async throws {
        try await with(["--appendonly", "yes", "--appendfsync", "always"]) { server, client in
            let store = RedisSessionStore(client)
            for number in 0..<10 { _ = try await store.create(key(number), record(number)) }
            for number in 0..<5 { _ = try await store.delete(key(number)) }
            try await server.kill()
            try await server.start()
            for number in 0..<10 {
                let loaded = try await store.load(key(number))
                #expect(loaded?.json == (number < 5 ? nil : try record(number).json))
            }
        }
    }

    @Test func `that stays away fails calls at once, and serves them when it is back`() async throws {
        try await withImpatient { server, patient, store in
            _ = try await patient.create(key(1), record(1))
            try await server.stop()
            // Until the outage has lasted the time limit, calls wait for its end.
            for _ in 0..<4 { _ = try? await store.load(key(1)) }
            let start = ContinuousClock.now
            for _ in 0..<100 {
                await #expect(throws: StoreError.self) { try await store.load(key(1)) }
            }
            #expect(ContinuousClock.now - start < .seconds(40))
            try await server.start()
            try await poll("the store to recover") { try? await store.create(key(2), record(2)) }
        }
    }

    @Test func `that halts fails calls within the time limit, and gives nobody another's reply afterwards`()
        async throws
    {
        try await withImpatient { server, patient, store in
            for number in 0..<20 { _ = try await patient.create(key(number), record(number)) }
            await server.halt()
            await withTaskGroup { group in
                for number in 0..<20 {
                    group.addTask { await #expect(throws: StoreError.self) { try await store.load(key(number)) } }
                }
            }
            await server.goOn()
            try await poll("the store to recover") { try? await store.load(key(1)) }
            try await loadAll(store)
        }
    }

    @Test func `is asked by tasks of which some are cancelled, and the others get their own replies`() async throws {
        try await with { server, client in
            let store = RedisSessionStore(client)
            for number in 0..<50 { _ = try await store.create(key(number), record(number)) }
            await server.halt()
            let tasks = try (0..<50).map { number in
                let key = try key(number)
                return Task { try await store.load(key)?.json }
            }
            for number in stride(from: 0, to: 50, by: 3) { tasks[number].cancel() }
            await server.goOn()
            for (number, task) in tasks.enumerated() {
                let json = try await task.value
                #expect(json == (try record(number).json))
            }
            try await loadAll(store, 50)
        }
    }

    @Test func `that has forgotten the scripts is told them again`() async throws {
        try await with { _, client in
            let store = RedisSessionStore(client)
            _ = try await store.create(key(1), record(1))
            for number in 1...3 {
                _ = try await client.begin("test").ask(Plain(["SCRIPT", "FLUSH"]))
                let answer = try await store.replace(key(1), record(number), with: record(number + 1))
                #expect(answer == .replaced)
            }
        }
    }

    @Test func `that is full refuses to write, and what stands is kept`() async throws {
        try await with(["--maxmemory-policy", "noeviction"]) { _, client in
            let store = RedisSessionStore(client)
            _ = try await store.create(key(1), record(1))
            _ = try await store.replace(key(1), record(1), with: record(1))
            _ = try await client.begin("test").ask(Plain(["CONFIG", "SET", "maxmemory", "1"]))
            for write: () async throws -> Void in [
                { _ = try await store.create(key(2), record(2)) },
                { _ = try await store.replace(key(1), record(1), with: record(2)) },
                { _ = try await store.move(key(1), record(1), to: key(2), with: record(2)) },
            ] {
                let error = await #expect(throws: StoreError.self) { try await write() }
                #expect(error?.kind == .unavailable)
                #expect(error?.cause == "the server answered OOM")
            }
            let loaded = try await store.load(key(1))
            let wasThere = try await store.delete(key(1))
            #expect(loaded?.json == (try record(1).json))
            #expect(wasThere)
        }
    }

    @Test func `that becomes a replica is left`() async throws {
        try await withImpatient { server, patient, store in
            _ = try await patient.create(key(1), record(1))
            try await server.tell("REPLICAOF", "127.0.0.1", "1")
            await #expect(throws: StoreError.self) { try await store.touch(key(1), until: record(1).expiry) }
            // Each connection is left when it is told.
            let (first, expiry) = (try key(1), try record(1).expiry)
            try await poll("the replica to be left") { () async throws -> Void? in
                do throws(StoreError) {
                    _ = try await store.touch(first, until: expiry)
                    return nil
                } catch {
                    return error.cause == "the server is a replica" ? () : nil
                }
            }
        }
    }

    @Test func `lets in who has the password, and says to others why not`() async throws {
        try await with(
            ["--requirepass", "secret", "--user", "ana", "on", ">word", "~sess:*", "+@all"],
            url: { "redis://:secret@127.0.0.1:\($0)/3" }
        ) { server, client in
            try await client.ping()
            let here = "127.0.0.1:\(server.port)"
            try await Redis.withClient("redis://ana:word@\(here)") { ana in
                let store = RedisSessionStore(ana)
                let isNew = try await store.create(key(1), record(1))
                #expect(isNew)
                await #expect(throws: StoreError.self) { try await RedisDenyList(ana).sweep() }
            }
            let refusals = [
                "redis://:wrong@\(here)": "WRONGPASS", "redis://bea:secret@\(here)": "WRONGPASS",
                "redis://\(here)": "NOAUTH", "redis://:secret@\(here)/99": "ERR DB index is out of range",
            ]
            for (url, words) in refusals {
                let error = await #expect(throws: StoreError.self) { try await RedisClient.open(url) }
                #expect(error?.description == "store unavailable in open: the server answered \(words)")
            }
        }
    }

    @Test func `is spoken to over TLS, where its certificate is trusted and its own`() async throws {
        let (own, other) = (try TestCertificate(for: [127, 0, 0, 1]), try TestCertificate(for: [127, 0, 0, 2]))
        for (certificate, words) in [(own, nil), (other, "TLS: the certificate is not the host's")] {
            let arguments = [
                "--tls-port", "%port", "--tls-cert-file", "%folder/cert.pem", "--tls-key-file", "%folder/key.pem",
                "--tls-ca-cert-file", "%folder/cert.pem", "--tls-auth-clients", "no",
            ]
            let server = try await RedisServer(
                arguments, files: ["cert.pem": certificate.pem, "key.pem": certificate.secret])
            try await finishing(with: { try await server.stop() }) {
                let url = "rediss://127.0.0.1:\(server.port)"
                try await certificate.withFile { file in
                    var options = RedisOptions.patient
                    options.trustedCertificates = file
                    if let words {
                        let error = await #expect(throws: StoreError.self) {
                            try await RedisClient.open(url, options: options)
                        }
                        #expect(error?.cause == words)
                    } else {
                        let client = try await RedisClient.open(url, options: options)
                        let isNew = try await RedisSessionStore(client).create(key(1), record(1))
                        #expect(isNew)
                        await client.close()
                    }
                }
                let error = await #expect(throws: StoreError.self) {
                    try await RedisClient.open(url, options: .patient)
                }
                #expect(error?.cause == "TLS: the handshake failed, or the certificate is not trusted")
                // Without TLS the server does not understand a word.
                await #expect(throws: StoreError.self) {
                    try await RedisClient.open("redis://127.0.0.1:\(server.port)", options: .limit(.milliseconds(500)))
                }
            }
        }
    }

    @Test func `is not asked where the file of certificates cannot be read`() async throws {
        var options = RedisOptions()
        options.trustedCertificates = "/nowhere/ca.pem"
        let error = await #expect(throws: StoreError.self) {
            try await RedisClient.open("rediss://127.0.0.1:1", options: options)
        }
        #expect(error?.cause == "the file of trusted certificates cannot be read")
    }

    private func loadAll(_ store: RedisSessionStore, _ count: Int = 20) async throws {
        for number in 0..<count {
            let loaded = try await poll("the reply") { try? await store.load(key(number)) }
            #expect(loaded.json == (try record(number).json))
        }
    }
}
