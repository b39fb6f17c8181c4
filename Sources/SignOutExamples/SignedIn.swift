import HTTPTypes
import Hummingbird
import Portero

/// The body of a sign-in, as a form or JSON.
private struct SignInRequest: Decodable {
    let username: String
    let password: String
}

extension CredentialVerifier {
    /// The user whose credentials a request holds; `nil`: nobody's.
    func user(of request: Request, _ context: some RequestContext) async throws -> User? {
        let fields = try await BodyDecoder().decode(SignInRequest.self, from: request, context: context)
        return try await verify(Credentials(username: fields.username, password: fields.password))
    }
}

extension Response {
    /// The answer to credentials that are nobody's.
    static var wrongCredentials: Response {
        var response = Response(.unauthorized, json: #"{"error":"invalid_credentials"}"#)
        // RFC 9110 section 15.5.2: a 401 has one.
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    /// Who is signed in: `{"name":"Ana","usrId":42}`.
    static func signedIn(_ user: User?) throws -> Response {
        guard let user else { throw HTTPError(.unauthorized) }
        return Response(json: user.json)
    }
}
