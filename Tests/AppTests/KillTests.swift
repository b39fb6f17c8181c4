import Foundation
import ProcessTesting
import Testing

@Suite("A server that is killed") struct KillTests {
    /// Promise 3: the store has the session before the client has the response.
    @Test(.timeLimit(.minutes(5)))
    func `loses no sign-in and no sign-out that it had acknowledged`() async throws {
        try await withPortero { portero async throws in
            try await portero.addUser("ana", name: "Ana", usrID: "42", password: Visitor.password)
            try await portero.start()
            let tally = Tally()
            let load = Task { [server = portero.local] in
                await withTaskGroup { group in
                    for number in 0..<4 {
                        group.addTask { await Visitor(server: server, tally: tally, number: number).work() }
                    }
                }
            }
            try await poll("enough acknowledged answers", within: .seconds(240)) { await tally.isRich ? () : nil }
            try await portero.kill()
            await load.value
            try await portero.start()
            try await expectWhatWasAcknowledged(tally, portero.local)
        }
    }

    private func expectWhatWasAcknowledged(_ tally: Tally, _ server: LocalServer) async throws {
        let (signedIn, signedOut) = await (tally.signedIn, tally.signedOut)
        #expect(signedIn.count >= 3 && signedOut.count >= 3)
        for cookie in signedIn {
            #expect(try await Visitor.isSignedIn(with: cookie, at: server), "a sign-in was lost")
        }
        for cookie in signedOut {
            #expect(try await !Visitor.isSignedIn(with: cookie, at: server), "a sign-out was lost")
        }
    }
}

/// What the server acknowledged before it was killed.
private actor Tally {
    private(set) var signedIn: Set<String> = []
    private(set) var signedOut: Set<String> = []

    var isRich: Bool { signedIn.count >= 3 && signedOut.count >= 3 }

    func add(_ cookie: String) {
        signedIn.insert(cookie)
    }

    /// From here on nobody knows whether this session lives, until the answer comes.
    func doubt(_ cookie: String) {
        signedIn.remove(cookie)
    }

    func end(_ cookie: String) {
        signedOut.insert(cookie)
    }
}

/// Signs in and out, over and over, until the server is gone.
private struct Visitor {
    static let password = "una llave larga y buena"

    let server: LocalServer
    let tally: Tally
    let number: Int

    func work() async {
        while true {
            do {
                // Nobody is signed in where too many passwords wait (503): then it is tried again.
                guard let cookie = try await signIn() else { continue }
                await tally.add(cookie)
                if number % 2 == 0 { try await signOut(cookie) }
            } catch {
                // The server is gone.
                return
            }
        }
    }

    private func signIn() async throws -> String? {
        let form = "username=ana&password=" + Self.password.replacing(" ", with: "+")
        let headers = ["Content-Type": "application/x-www-form-urlencoded"]
        let answer = try await server.send("POST", "/auth/signin", headers: headers, Data(form.utf8))
        guard answer.status == 302 else { return nil }
        return answer.header("set-cookie").map { String($0.prefix { $0 != ";" }) }
    }

    private func signOut(_ cookie: String) async throws {
        await tally.doubt(cookie)
        let answer = try await server.send("GET", "/auth/logout", headers: ["Cookie": cookie])
        if answer.status == 302 { await tally.end(cookie) }
    }

    static func isSignedIn(with cookie: String, at server: LocalServer) async throws -> Bool {
        let answer = try await server.send("GET", "/api/session", headers: ["Cookie": cookie])
        return answer.text == #"{"loggedIn":true,"user":{"name":"Ana","usrId":42}}"#
    }
}
