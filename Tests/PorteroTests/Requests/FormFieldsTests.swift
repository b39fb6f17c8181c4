import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import Testing

@Suite("Form fields") struct FormFieldsTests {
    static let form = "application/x-www-form-urlencoded"

    /// A text, and the fields in it.
    static let good: [(text: String, fields: [String: String])] = [
        ("", [:]), ("&&", [:]), ("a=1", ["a": "1"]), ("a=1&b=2", ["a": "1", "b": "2"]), ("&a=1&", ["a": "1"]),
        ("a", ["a": ""]), ("a=", ["a": ""]), ("=1", ["": "1"]), ("a=b=c", ["a": "b=c"]), ("a=1;b=2", ["a": "1;b=2"]),
        ("a+b=c+d", ["a b": "c d"]), ("a=%2B", ["a": "+"]), ("a=%26%3D%25", ["a": "&=%"]), ("%61=1", ["a": "1"]),
        ("n=Pe%C3%B1a", ["n": "Peña"]), ("n=Peña", ["n": "Peña"]), ("n=%e2%82%ac", ["n": "€"]),
        // An accent behind a mark makes one Character of the two, but two bytes stay two.
        ("a=1&\u{301}b=2", ["a": "1", "\u{301}b": "2"]), ("a=\u{301}", ["a": "\u{301}"]),
        ("a=x+\u{301}", ["a": "x \u{301}"]), ("a=1%0D%0A", ["a": "1\r\n"]),
    ]

    static let bad: [String] = [
        "a=1&a=2", "a=1&%61=2", "a&a", "=1&=2", "a=%", "a=%2", "a=%zz", "a=%+1", "%=1", "a=%C3", "a=%FF", "a=%C0%AF",
        "a=%ED%A0%80", "a=%u0041", "a=%00", "%00=1", "a=1\u{0}",
    ]

    @Test(arguments: good)
    func `are decoded`(text: String, fields: [String: String]) async throws {
        let read = try FormFields(urlEncoded: text)
        for (name, value) in fields { #expect(read[name].map { Array($0.utf8) } == Array(value.utf8)) }
        #expect(read["neverSent"] == nil)
    }

    @Test(arguments: bad)
    func `that are malformed are a 400 (promise 7)`(text: String) async throws {
        let error = #expect(throws: HTTPError.self) { try FormFields(urlEncoded: text) }
        #expect(error?.status == .badRequest)
    }

    static let types: [(type: String, status: Int)] = [
        (form, 200), ("Application/X-WWW-Form-Urlencoded", 200), ("\(form); charset=utf-8", 200), ("\(form) ;x", 200),
        (" \(form)", 200), ("text/plain", 400), ("multipart/form-data; boundary=x", 400), ("application/json", 400),
        ("\(form); Charset=UTF-8", 200), ("\(form);charset=\"utf-8\"", 200), ("\(form); charset=iso-8859-1", 400),
        ("\(form); charset=", 400), ("application/x-www-form -urlencoded", 400), ("\(form), \(form)", 400),
        (";\(form)", 400), ("", 400),
    ]

    @Test(arguments: types)
    func `count only with a form's content type`(type: String, status: Int) async throws {
        let answer = try await send("a=1", [.contentType: type])
        #expect(answer.status == status)
    }

    @Test func `without a content type are a 400`() async throws {
        let answer = try await send("a=1", [:])
        #expect(answer.status == 400)
    }

    @Test func `may have 65,536 bytes, and one more is a 413`() async throws {
        let form: HTTPFields = [.contentType: Self.form]
        let most = try await send("a=" + String(repeating: "x", count: 65_534), form)
        #expect(most.status == 200)
        #expect(most.body.utf8.count == 65_534)
        let more = try await send("a=" + String(repeating: "x", count: 65_535), form)
        #expect(more.status == 413)
    }

    @Test func `may be 1,000, and one more is a 413`() async throws {
        let form: HTTPFields = [.contentType: Self.form]
        let most = (1...1000).map { "f\($0)=" }.joined(separator: "&")
        let fine = try await send(most, form)
        #expect(fine.status == 200)
        let more = try await send(most + "&a=1", form)
        #expect(more.status == 413)
        let query = try await ask("?" + (1...1001).map { "f\($0)=" }.joined(separator: "&"))
        #expect(query.status == 414)
    }

    @Test func `of a list may be given several times, all others once`() throws {
        let fields = try FormFields(urlEncoded: "tag=a&name=Ana&tag=b&tag=a", lists: ["tag", "other"])
        #expect(fields.list("tag") == ["a", "b", "a"])
        #expect(fields["tag"] == "a")
        #expect(fields.list("name") == ["Ana"])
        #expect(fields.list("other") == [])
        let error = #expect(throws: HTTPError.self) { try FormFields(urlEncoded: "name=a&name=b", lists: ["tag"]) }
        #expect(error?.status == .badRequest)
    }

    @Test func `that are not UTF-8 are a 400 (promise 7)`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) { client in
            let bytes: [UInt8] = Array("a=".utf8) + [0xFF]
            let response = try await client.executeRequest(
                uri: "/", method: .post, headers: [.contentType: Self.form], body: ByteBuffer(bytes: bytes))
            return Received(response)
        }
        #expect(answer.status == 400)
    }

    @Test func `of a live request too long leave the server well`() async throws {
        let house = try House()
        let form: HTTPFields = [.contentType: Self.form]
        try await house.serve(router(house), .live) { client in
            let more = try await client.send(.post, "/", form, body: "a=" + String(repeating: "x", count: 200_000))
            #expect(more.status == 413)
            let fine = try await client.send(.post, "/", form, body: "a=1")
            #expect(fine.body == "1")
        }
    }

    /// A query, and what its field `a` is; `nil`: a 400.
    static let queries: [(query: String, value: String?)] = [
        ("", "-"), ("?", "-"), ("?a=1", "1"), ("?a=x+y%20z", "x y z"), ("?%61=1", "1"), ("?b=1", "-"),
        ("?a=/p%3Fq%3D1", "/p?q=1"), ("?a=1&a=2", nil), ("?a=%zz", nil), ("?a=%FF", nil),
    ]

    @Test(arguments: queries)
    func `of a query are decoded the same way`(query: String, value: String?) async throws {
        let answer = try await ask(query)
        if let value { #expect(answer.body == value) }
        #expect(answer.status == (value == nil ? 400 : 200))
    }

    private func ask(_ query: String) async throws -> Received {
        let house = try House()
        let router = house.router()
        router.get("/") { request, _ in try request.queryFields["a"] ?? "-" }
        return try await house.serve(router) { try await $0.send("/" + query) }
    }

    private func send(_ body: String, _ fields: HTTPFields) async throws -> Received {
        let house = try House()
        return try await house.serve(router(house)) { try await $0.send(.post, "/", fields, body: body) }
    }

    private func router(_ house: House) -> Router<PorteroContext> {
        let router = house.router()
        router.post("/") { request, _ in
            var request = request
            return try await FormFields(&request)["a"] ?? "-"
        }
        return router
    }
}
