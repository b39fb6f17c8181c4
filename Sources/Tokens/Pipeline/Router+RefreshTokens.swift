import HTTPTypes
public import Hummingbird
public import Portero

extension RouterMethods where Context: PorteroRequestContext {
    /// Adds the endpoint that trades a refresh token for new tokens, by POST.
    ///
    /// A token that is absent, unknown, expired, revoked or spent is a 401 with JSON that says no more, and the browser
    /// forgets both cookies. A store that fails is a 503 and leaves the cookies: the same token may be shown again.
    ///
    /// - Parameters:
    ///   - path: where it stands; a refresh cookie of a path of its own has this one.
    ///   - tokens: trades them.
    ///   - challenge: what a 401 says.
    /// - Returns: the router.
    @discardableResult
    public func refreshTokens(
        _ path: RouterPath = "/auth/refresh", by tokens: TokenService, challenge: BearerChallenge = BearerChallenge()
    ) -> Self {
        on(path, method: .post) { request, context in
            guard let text = try await tokens.refreshToken(of: request, context) else {
                return tokens.refusal(challenge.plain)
            }
            switch try await tokens.refresh(text, logger: context.logger) {
            case .issued(let issued): return try tokens.response(issued)
            case .refused, .reused: return tokens.refusal(challenge.invalidToken)
            }
        }
    }
}

/// Source: RFC 6749 section 6.
private struct RefreshRequest: Decodable {
    let token: String?

    enum CodingKeys: String, CodingKey {
        case token = "refresh_token"
    }
}

extension TokenService {
    /// What a request shows, in a cookie or its body.
    fileprivate func refreshToken(of request: Request, _ context: some RequestContext) async throws -> String? {
        switch delivery.refresh {
        case .cookie: delivery.refreshToken(in: request.headers)
        case .body: try await BodyDecoder().decode(RefreshRequest.self, from: request, context: context).token
        }
    }
}
