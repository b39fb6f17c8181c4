import HTTPCookies
import JWTKit
import Sessions
import SignIn

/// The claims that we write.
///
/// `sub` is a text, as RFC 7519 wants it: a user's number in decimal digits, or the text itself. A number also stands
/// in `usrId`, as it does in a session, so that 42 and "42" stay two users.
struct AccessTokenClaims: JWTPayload {
    let iss: String
    let aud: String
    let sub: String
    let usrId: Int?
    let name: String
    let sid: String
    let jti: String
    let iat: Int64
    let exp: Int64

    init(_ options: TokenOptions, user: User, signIn: SignInID, id: TokenID, issued: Int64) {
        iss = options.issuer
        aud = options.audience
        sub = user.usrId.description
        usrId = if case .integer(let number) = user.usrId { number } else { nil }
        name = user.name
        sid = signIn.text
        jti = id.text
        iat = issued
        exp = issued + options.accessLifetime.components.seconds
    }

    /// JWTKit wants it; what reads tokens does not come through here.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// Reads what a signed token claims, and holds it against what this app expects.
///
/// Source: RFC 7519 section 4.1; RFC 9068 section 4.
struct ClaimsReader {
    /// How far another server's clock may be ahead.
    static let skew = Duration.seconds(60)

    let options: TokenOptions
    let claims: RecordFields

    /// What the token says, whatever the time.
    func token() throws(AccessTokenRefusal) -> AccessToken {
        guard try text("iss") == options.issuer else { throw .wrongIssuer }
        guard try audiences().contains(options.audience) else { throw .wrongAudience }
        guard let id = TokenID(try text("jti")) else { throw .wrongClaim("jti") }
        guard let signIn = SignInID(try text("sid")) else { throw .wrongClaim("sid") }
        let (issued, end) = (try moment("iat"), try moment("exp"))
        return AccessToken(
            id: id, signIn: signIn, user: User(name: try name(), usrId: try usrId()), issued: issued,
            expiry: min(end, issued + options.accessLifetime))
    }

    /// Whether a token may be used at this moment.
    func check(_ token: AccessToken, at now: Instant) throws(AccessTokenRefusal) {
        guard now < token.expiry else { throw .expired }
        let start = claims["nbf"] == nil ? token.issued : max(token.issued, try moment("nbf"))
        guard start <= now + Self.skew else { throw .notYet }
    }

    private func text(_ name: String) throws(AccessTokenRefusal) -> String {
        guard let text = claims[name]?.string else { throw .wrongClaim(name) }
        return text
    }

    private func name() throws(AccessTokenRefusal) -> String {
        claims["name"] == nil ? "" : try text("name")
    }

    private func usrId() throws(AccessTokenRefusal) -> UserID {
        let subject = try text("sub")
        guard let value = claims["usrId"] else { return .text(subject) }
        guard let number = value.int, String(number) == subject else { throw .wrongClaim("usrId") }
        return .integer(number)
    }

    /// A text, or a list of texts.
    private func audiences() throws(AccessTokenRefusal) -> [String] {
        guard let value = claims["aud"] else { throw .wrongClaim("aud") }
        if let text = value.string { return [text] }
        guard let list = value.decode(as: [String].self) else { throw .wrongClaim("aud") }
        return list
    }

    /// A NumericDate of this era; fractions of a second count to the millisecond.
    private func moment(_ name: String) throws(AccessTokenRefusal) -> Instant {
        guard let seconds = claims[name]?.double, (0...1e11).contains(seconds) else { throw .wrongClaim(name) }
        return Instant(milliseconds: Int64(seconds * 1000))
    }
}
