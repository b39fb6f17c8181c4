import HTTPTypes
public import Hummingbird
import Portero
import Sessions

extension TokenService {
    /// The answer to a sign-in or a refresh: 200, with the cookies, and JSON with what goes in the body.
    ///
    /// - Parameter tokens: what was issued.
    /// - Returns: the response, which no cache may keep.
    /// - Throws: for tokens that are too long for a cookie.
    public func response(_ tokens: IssuedTokens) throws -> Response {
        let lines = try delivery.lines(tokens, from: clock.now())
        return Response(.ok, json: delivery.json(tokens), cookies: lines)
    }

    /// The answer to a refresh token that is none any more: 401, and the browser forgets the cookies.
    ///
    /// - Parameter challenge: what `WWW-Authenticate` says.
    /// - Returns: the response, which no cache may keep.
    func refusal(_ challenge: String) -> Response {
        var response = Response(.unauthorized, json: #"{"error":"invalid_token"}"#, cookies: delivery.expiringLines)
        response.headers[.wwwAuthenticate] = challenge
        return response
    }
}

extension Response {
    fileprivate init(_ status: HTTPResponse.Status, json: String, cookies: [String]) {
        self.init(status, json: json)
        for line in cookies { headers.append(HTTPField(name: .setCookie, value: line)) }
    }
}
