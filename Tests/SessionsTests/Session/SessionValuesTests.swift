import Foundation
import StoreTesting
import Testing

@testable import Sessions

@Suite("A handler reads and changes a session's values") struct SessionValuesTests {
    @Test func `a typed field is read and written by its name`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { session in
            session[.cart] = Cart(items: ["té", "pan"], total: 7)
            #expect(session[.cart]?.total == 7)
        }
        try await desk.visit(browser) { session in
            #expect(session[.cart] == Cart(items: ["té", "pan"], total: 7))
            #expect(session["cart", as: Int.self] == nil)
            #expect(session.names == ["cart"])
            session[.cart] = nil
            #expect(session.names == [])
        }
        #expect(try await desk.json(browser)?.contains("cart") == false)
    }

    @Test func `the record begins with the cookie, and values are written the same each time`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { session in
            session["b"] = ["z": 1, "a": 2, "/": 3]
            session["a"] = Date(timeIntervalSince1970: 1.5)
            session["7"] = true
            session["name"] = "Ana \"María\" </script>"
        }
        let expected = """
            {"7":true,"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/","sameSite":"lax"},\
            "b":{"/":3,"a":2,"z":1},"a":"1970-01-01T00:00:01.500Z","name":"Ana \\"María\\" </script>",\
            "_portero":{"created":1767323045678}}
            """
        #expect(try await desk.json(browser) == expected)
    }

    @Test func `what Express wrote comes back byte for byte, but for the cookie (promise 5)`() async throws {
        let desk = try Desk(.express)
        let rest = #""n":1.50,"flash":{"info":["a\/b"]},"é":-0,"_portero":[1],"id":"x","u":"\ud800""#
        let browser = try await desk.plant(#"{"cookie":{"path":"/","_expires":1,"data":2},\#(rest)}"#)
        try await desk.visit(browser) { $0["k"] = 1 }
        #expect(try await desk.json(browser) == #"{"cookie":{"httpOnly":true,"path":"/"},\#(rest),"k":1}"#)
    }

    @Test func `what stands beside our times in their key stays`() async throws {
        let desk = try Desk()
        let browser = try await desk.plant(#"{"cookie":{},"_portero":{"device":"x","created":1767323045000}}"#)
        try await desk.visit(browser) { $0["k"] = 1 }
        #expect(try await desk.json(browser)?.contains(#""_portero":{"device":"x","created":1767323045000}"#) == true)
        try await desk.visit(browser) { $0.renew() }
        let renewed = #""_portero":{"device":"x","created":1767323045000,"renewed":1767323045678}"#
        #expect(try await desk.json(browser)?.contains(renewed) == true)
    }

    @Test(arguments: ["cookie", "_portero", "id", "save", "__proto__"])
    func `a reserved key fails the commit, and nothing is stored`(_ name: String) async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let before = try await desk.json(browser)
        for change in [{ $0[name] = 1 }, { $0.remove(name) }] as [@Sendable (Session) -> Void] {
            let error = await #expect(throws: SessionError.self) {
                try await desk.visit(browser) { session in
                    session["fine"] = 1
                    change(session)
                }
            }
            #expect(error?.description == "session key \"\(name)\" is reserved, expected another name")
        }
        #expect(try await desk.json(browser) == before)
        let update = try await desk.open(browser)
        #expect(throws: SessionError.self) { try update.update(name, default: 0) { $0 += 1 } }
    }

    @Test func `a value that JSON cannot hold fails the commit, and nothing is stored`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        let error = await #expect(throws: SessionError.self) {
            try await desk.visit(browser) { session in
                session["fine"] = 1
                session["ratio"] = Double.infinity
            }
        }
        #expect(error?.description == "session value \"ratio\" cannot be written as JSON: Double")
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `an update that throws at once changes nothing`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            #expect(throws: Refusal.self) { try session.update("usrId", default: 0) { _ in throw Refusal() } }
            #expect(session["usrId"] == 42)
        }
        #expect(desk.calls == [.load])
    }

    @Test func `an update sees the updates before it, and its default where nothing fits`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            for _ in 0..<3 { try session.update("views", default: 0) { $0 += 1 } }
            try session.update("loggedin", default: "was no text") { $0 += "!" }
            #expect(session["views"] == 3)
        }
        #expect(try await desk.json(browser)?.contains(#""loggedin":"was no text!","#) == true)
        #expect(try await desk.json(browser)?.contains(#""views":3"#) == true)
    }

    @Test func `two tasks of one request keep all their updates`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask { try session.update("views", default: 0) { $0 += 1 } }
                }
                try await group.waitForAll()
            }
        }
        #expect(try await desk.json(browser)?.contains(#""views":100"#) == true)
        #expect(desk.calls == [.load, .replace])
    }
}

private struct Refusal: Error {}

private struct Cart: Codable, Equatable {
    var items: [String]
    var total: Int
}

extension SessionField where Value == Cart {
    fileprivate static var cart: Self { SessionField("cart") }
}
