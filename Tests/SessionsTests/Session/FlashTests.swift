import StoreTesting
import Testing

@testable import Sessions

@Suite("Flash messages") struct FlashTests {
    /// What a browser's record holds under `flash`.
    private func stored(_ desk: Desk, _ browser: CookieJar) async throws -> String? {
        try await desk.record(browser)?.fields["flash"].map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `are stored in connect-flash's form, and read once`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session.flash.add("Guardado", as: "info")
            session.flash.add("Dos «té»", as: "info")
            session.flash.add("No", as: "error")
        }
        #expect(try await stored(desk, browser) == #"{"info":["Guardado","Dos «té»"],"error":["No"]}"#)
        try await desk.visit(browser) { session in
            #expect(session.flash.take("info") == ["Guardado", "Dos «té»"])
            #expect(session.flash.take("info") == [])
        }
        #expect(try await stored(desk, browser) == #"{"error":["No"]}"#)
        try await desk.visit(browser) { #expect($0.flash.take("info") == []) }
        try await desk.visit(browser) { #expect($0.flash.take("error") == ["No"]) }
        #expect(try await stored(desk, browser) == "{}")
    }

    @Test func `of all kinds come in the order in which the kinds were begun`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            for kind in ["b", "a", "b"] { session.flash.add("of \(kind)", as: kind) }
            let all = session.flash.takeAll()
            #expect(all.map(\.kind) == ["b", "a"])
            #expect(all.map(\.messages) == [["of b", "of b"], ["of a"]])
            #expect(session.flash.takeAll().isEmpty)
        }
        #expect(try await stored(desk, browser) == "{}")
    }

    @Test func `that another request adds while some are shown are kept for the next page`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { $0.flash.add("first", as: "info") }
        let (reader, writer) = (try await desk.open(browser), try await desk.open(browser))
        #expect(reader.flash.take("info") == ["first"])
        writer.flash.add("second", as: "info")
        _ = try await desk.keeper.commit(writer)
        _ = try await desk.keeper.commit(reader)
        #expect(try await stored(desk, browser) == #"{"info":["second"]}"#)
    }

    @Test func `that nobody has said change nothing, so that no store is written`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            #expect(session.flash.take("info") == [])
            #expect(session.flash.takeAll().isEmpty)
        }
        #expect(desk.calls == [.load])
    }

    @Test(
        arguments: [
            (#"{"info":[{"a":1.50}]}"#, #"{"info":[{"a":1.50},"x"]}"#), (#"{"info":[]}"#, #"{"info":["x"]}"#),
            (#"{"info":[ ]}"#, #"{"info":["x"]}"#), (#"{"info":"text"}"#, #"{"info":["x"]}"#),
            (#"{"z":[1],"info":["\u00e9"]}"#, #"{"z":[1],"info":["\u00e9","x"]}"#), ("7", #"{"info":["x"]}"#),
        ])
    func `are added behind whatever Express has put there, which stays byte for byte`(
        old: String, new: String
    ) async throws {
        let desk = try Desk()
        let browser = try await desk.plant(
            #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"flash":\#(old)}"#)
        try await desk.visit(browser) { $0.flash.add("x", as: "info") }
        #expect(try await stored(desk, browser) == new)
    }

    @Test func `that are no texts are left where they are`() async throws {
        let desk = try Desk()
        let browser = try await desk.plant(
            #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"flash":{"info":[1]}}"#)
        try await desk.visit(browser) { #expect($0.flash.take("info") == []) }
        #expect(try await stored(desk, browser) == #"{"info":[1]}"#)
    }
}
