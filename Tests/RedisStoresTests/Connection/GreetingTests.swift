import NIOCore
import Testing

@testable import RedisStores

@Suite("A connection begins") struct GreetingTests {
    private let hello = RESPValue.array([.bytes(Array("role".utf8)), .bytes(Array("master".utf8))])

    @Test func `with HELLO`() {
        var greeting = Greeting(login: nil, database: 0)
        #expect(text(greeting.begin()) == "HELLO 3 SETNAME portero")
        #expect(greeting.heard(hello) == .done)
    }

    @Test func `with user and password, and chooses its database`() {
        var greeting = Greeting(login: RedisLogin(user: "ana", password: "a b"), database: 7)
        #expect(text(greeting.begin()) == "HELLO 3 AUTH ana a b SETNAME portero")
        #expect(said(greeting.heard(hello)) == "SELECT 7")
        #expect(greeting.heard(.status("OK")) == .done)
    }

    @Test(arguments: ["ERR unknown command `HELLO`, with args", "NOPROTO sorry", "ERR Unknown command 'hello'"])
    func `in RESP2 where the server does not know HELLO`(_ refusal: String) {
        var greeting = Greeting(login: RedisLogin(user: nil, password: "secret"), database: 1)
        #expect(text(greeting.begin()) == "HELLO 3 AUTH default secret SETNAME portero")
        #expect(said(greeting.heard(.error(RedisRefusal(refusal)))) == "AUTH secret")
        #expect(said(greeting.heard(.status("OK"))) == "SELECT 1")
        #expect(greeting.heard(.status("OK")) == .done)
        var named = Greeting(login: RedisLogin(user: "ana", password: "secret"), database: 0)
        _ = named.begin()
        #expect(said(named.heard(.error(RedisRefusal(refusal)))) == "AUTH ana secret")
        #expect(named.heard(.status("OK")) == .done)
        var nobody = Greeting(login: nil, database: 0)
        _ = nobody.begin()
        #expect(nobody.heard(.error(RedisRefusal(refusal))) == .done)
    }

    @Test(arguments: [
        ("WRONGPASS invalid username-password pair", "WRONGPASS"), ("NOAUTH HELLO must be called", "NOAUTH"),
        ("NOPERM this user", "NOPERM"), ("ERR AUTH <password> called without", "ERR AUTH"),
        ("DENIED Redis is running in protected mode", "DENIED"),
    ])
    func `not at all where we are not let in`(_ refusal: String, _ words: String) {
        var greeting = Greeting(login: RedisLogin(user: nil, password: "x"), database: 0)
        _ = greeting.begin()
        let step = greeting.heard(.error(RedisRefusal(refusal)))
        #expect(step == .refused(.rejected("the server answered \(words)")))
    }

    @Test(arguments: ["LOADING Redis is loading", "ERR max number of clients reached", "MASTERDOWN Link"])
    func `later where the server is not ready`(_ refusal: String) {
        var greeting = Greeting(login: nil, database: 0)
        _ = greeting.begin()
        guard case .refused(.unreachable) = greeting.heard(.error(RedisRefusal(refusal))) else {
            Issue.record("it is not tried again")
            return
        }
    }

    @Test func `later where the server follows another, which may know of more sign-outs`() {
        var greeting = Greeting(login: nil, database: 0)
        _ = greeting.begin()
        let replica = RESPValue.array([.status("role"), .status("x"), .bytes(Array("role".utf8)), .bytes([0x72])])
        #expect(greeting.heard(replica) == .refused(.unreachable("the server is a replica")))
    }

    @Test func `after a refused database with an error`() {
        var greeting = Greeting(login: nil, database: 99)
        _ = greeting.begin()
        _ = greeting.heard(hello)
        let step = greeting.heard(.error(RedisRefusal("ERR DB index is out of range")))
        #expect(step == .refused(.rejected("the server answered ERR DB index is out of range")))
    }

    private func said(_ step: Greeting.Step) -> String? {
        if case .say(let bytes) = step { text(bytes) } else { nil }
    }

    private func text(_ bytes: ByteBuffer) -> String? {
        words(of: bytes)?.joined(separator: " ")
    }
}
