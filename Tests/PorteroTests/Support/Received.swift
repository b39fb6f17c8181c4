import HTTPTypes
import Hummingbird
import HummingbirdTesting

/// A response, as a client sees it.
struct Received: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    /// All `Set-Cookie` lines, in order.
    var setCookies: [String] {
        headers[values: .setCookie]
    }

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        body = String(buffer: response.body)
    }
}

extension TestClientProtocol {
    /// Sends a GET; `cookie` is the whole `Cookie` field.
    func send(_ path: String, cookie: String? = nil, _ headers: HTTPFields = [:]) async throws -> Received {
        try await send(.get, path, cookie: cookie, headers)
    }

    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method, _ path: String, cookie: String? = nil, _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Received {
        var headers = headers
        if let cookie { headers[.cookie] = cookie }
        let response = try await executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return Received(response)
    }
}

extension HTTPFields {
    /// Fields of any names.
    static func of(_ fields: (String, String)...) -> HTTPFields {
        var result = HTTPFields()
        for (name, value) in fields {
            guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
            result.append(HTTPField(name: name, value: value))
        }
        return result
    }
}
