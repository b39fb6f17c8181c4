import HTTPCookies

/// Names one sign-in, for everything that began with it: the claim `sid` of its access tokens, its refresh tokens'
/// family, and the key `sid` of its server session where there is one.
///
/// It is no secret, gives access to nothing, and stays the same when a session's id is renewed; it is never that id nor
/// made of it. Prints as its first four characters. Source: OpenID Connect Front-Channel Logout 1.0 section 3, `sid`.
public struct SignInID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The whole text.
    public let text: String

    /// Takes 1...128 visible ASCII characters; `nil` for other text.
    ///
    /// Another service that issues tokens may make any such text.
    public init?(_ text: String) {
        guard isTokenName(text) else { return nil }
        self.text = text
    }

    /// A new one: 128 bits from `generator` as 22 base64url characters.
    ///
    /// - Parameter generator: cryptographically secure outside tests.
    /// - Returns: what no other sign-in has.
    public static func random(using generator: inout some RandomNumberGenerator) -> SignInID {
        SignInID(made: randomTokenName(using: &generator))
    }

    private init(made text: String) {
        self.text = text
    }

    /// Reads a JSON string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = SignInID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected 1 to 128 visible characters")
        }
        self = id
    }

    /// Writes a JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The first four characters and an ellipsis.
    public var description: String {
        text.prefix(4) + "…"
    }
}

/// Names one access token: its claim `jti`.
///
/// Prints as its first four characters. Source: RFC 7519 section 4.1.7.
public struct TokenID: Hashable, Sendable, CustomStringConvertible {
    /// The whole text.
    public let text: String

    /// Takes 1...128 visible ASCII characters; `nil` for other text.
    public init?(_ text: String) {
        guard isTokenName(text) else { return nil }
        self.text = text
    }

    /// A new one: 128 bits from `generator` as 22 base64url characters.
    ///
    /// - Parameter generator: cryptographically secure outside tests.
    /// - Returns: what no other token has.
    public static func random(using generator: inout some RandomNumberGenerator) -> TokenID {
        TokenID(made: randomTokenName(using: &generator))
    }

    private init(made text: String) {
        self.text = text
    }

    /// The first four characters and an ellipsis.
    public var description: String {
        text.prefix(4) + "…"
    }
}

private func isTokenName(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}

private func randomTokenName(using generator: inout some RandomNumberGenerator) -> String {
    let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return String(decoding: Base64.url.encode(bytes), as: UTF8.self)
}
