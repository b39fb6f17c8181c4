import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A body is decoded as its content type says") struct BodyDecoderTests {
    struct Person: Codable {
        struct Address: Codable {
            let street: String
        }

        let name: String
        let age: Int
        var addresses: [Address]? = nil
    }

    /// A content type, a body, and the status and the JSON error's message, or the page.
    static let rows: [(type: String, body: String, status: Int, text: String)] = [
        ("application/json", #"{"name":"Ana","age":42}"#, 200, "Ana 42"),
        ("Application/JSON; charset=UTF-8", #"{"name":"Ana","age":42}"#, 200, "Ana 42"),
        ("application/json;charset=\"utf-8\"", #"{"name":"Ana","age":42}"#, 200, "Ana 42"),
        ("application/x-www-form-urlencoded", "name=Ana+P&age=42", 200, "Ana P 42"),
        ("application/json", #"{"name":"Ana"}"#, 400, #"the field \"age\" is missing"#),
        ("application/json", #"{"name":"Ana","age":null}"#, 400, #"the field \"age\" is null"#),
        ("application/json", #"{"name":"Ana","age":"x"}"#, 400, #"the field \"age\" has another type than expected"#),
        (
            "application/json", #"{"name":"Ana","age":42,"addresses":[{}]}"#, 400,
            #"the field \"addresses.0.street\" is missing"#
        ),
        ("application/json", "[]", 400, "the body has another type than expected"),
        ("application/json", "{", 400, "the body is malformed"), ("application/json", "", 400, "the body is malformed"),
        ("application/x-www-form-urlencoded", "name=Ana&name=Eva", 400, "malformed form"),
        ("application/x-www-form-urlencoded", "name=%zz", 400, "malformed form"),
        ("application/x-www-form-urlencoded", "name=Ana", 400, #"the field \"age\" is missing"#),
        ("text/plain", "name=Ana", 415, "Unsupported Media Type"), ("", "{}", 415, "Unsupported Media Type"),
        ("application/json; charset=iso-8859-1", "{}", 415, "Unsupported Media Type"),
        ("application/json", #"{"name":"\#(String(repeating: "x", count: 100))"}"#, 413, "Content Too Large"),
    ]

    @Test(arguments: rows)
    func `and what is wrong with it is told without a Swift type (promise 7)`(
        type: String, body: String, status: Int, text: String
    ) async throws {
        let house = try House()
        let router = Router(context: SmallContext.self)
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.post("/") { request, context in
            let person = try await request.decode(as: Person.self, context: context)
            return "\(person.name) \(person.age)"
        }
        let answer = try await house.serve(router) {
            try await $0.send(.post, "/", [.contentType: type, .accept: "application/json"], body: body)
        }
        #expect(answer.status == status)
        let expected = status == 200 ? text : #"{"error":{"status":\#(status),"message":"\#(text)"}}"#
        #expect(answer.body == expected)
        #expect(
            answer.headers[.accept] == (status == 415 ? "application/json, application/x-www-form-urlencoded" : nil))
        #expect(house.log.errors == [])
    }

    struct SmallContext: PorteroRequestContext {
        var coreContext: CoreRequestContextStorage
        var portero = PorteroStorage()
        let maxUploadSize = 100
        var requestDecoder: BodyDecoder { BodyDecoder() }

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }
}
