import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Tokens

/// An app that knows users by tokens only: sign-in, refresh, one protected route, sign-out.
struct TokenHouse {
    let mint: Mint
    let router: Router<PorteroContext>

    init(_ mint: Mint, refreshPath: RouterPath = "/refresh") throws {
        self.mint = mint
        router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ErrorPages(.outer, views: nil))
        let tokens = mint.service
        router.post("/login") { _, _ in try tokens.response(await tokens.issue(to: Mint.ana)) }
        router.refreshTokens(refreshPath, by: tokens)
        router.group("/me").add(middleware: RequireToken(tokens)).get { _, context in
            "\(try context.user?.name ?? "nobody") \(context.accessToken?.user.usrId.description ?? "none")"
        }
        router.signOut(.post, "/logout") {
            RevokeRefreshToken(by: tokens)
            DenyAccessToken(by: tokens)
            ExpireCookie("access_token", .path("/"), .httpOnly)
            ExpireCookie("refresh_token", .path("/"), .httpOnly)
            Reply(#"{"message":"Sesión cerrada"}"#)
        }
    }

    /// Serves the routes to `body`, without a socket.
    func serve<Value: Sendable>(_ body: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value
    {
        try await Application(router: router, logger: mint.log.logger).test(.router, body)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    var setCookies: [String] { headers[values: .setCookie] }
}

extension TestClientProtocol {
    /// One request with a jar of cookies, which takes what the answer sets.
    func send(_ method: HTTPRequest.Method, _ path: String, with jar: CookieJar) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        headers[.cookie] = jar.header(for: path)
        let response = try await execute(uri: path, method: method, headers: headers)
        jar.receive(response.setCookies, from: path)
        return response
    }
}
