import Crypto
import HTTPCookies

/// The secret that a client trades for new tokens: 64 base64url characters.
///
/// 16 bytes name its family, 32 bytes are its own; only both together, hashed, are ever stored. All tokens of a family
/// begin with the same 16 bytes, and nobody knows them who has not been given one: so an old one is known for what it
/// is, however old, while a guess kills nobody's family. Prints neither part.
public struct RefreshToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package static let familyByteCount = 16
    package static let secretByteCount = 32

    /// Family and secret.
    package let bytes: [UInt8]

    /// Reads what ``text`` writes; `nil` for any other text.
    public init?(_ text: String) {
        guard text.utf8.count == 64, let bytes = Base64.url.decode(text.utf8) else { return nil }
        self.bytes = bytes
    }

    /// The next token of the family of another.
    ///
    /// - Parameters:
    ///   - token: any token of the family.
    ///   - secret: 32 bytes.
    package init(inFamilyOf token: RefreshToken, secret: some Sequence<UInt8>) {
        bytes = Array(token.bytes.prefix(Self.familyByteCount)) + secret
        assert(bytes.count == Self.familyByteCount + Self.secretByteCount)
    }

    /// The first token of a new family: 384 bits from a generator.
    ///
    /// - Parameter generator: cryptographically secure outside tests.
    public init(using generator: inout some RandomNumberGenerator) {
        bytes = (0..<(Self.familyByteCount + Self.secretByteCount)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
    }

    /// The whole token, for its owner; never log it.
    public var text: String {
        String(decoding: Base64.url.encode(bytes), as: UTF8.self)
    }

    /// Under what a store keeps its family.
    public var family: RefreshFamilyKey {
        RefreshFamilyKey(hashing: bytes.prefix(Self.familyByteCount))
    }

    /// By what a store knows it.
    public var digest: RefreshTokenDigest {
        RefreshTokenDigest(hashing: bytes)
    }

    /// The family's key, as it prints.
    public var description: String {
        "RefreshToken(\(family))"
    }

    /// The same as ``description``.
    public var debugDescription: String {
        description
    }

    /// Has no children, so that `dump` shows no more than ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

/// Under what a store keeps a family: the SHA-256 of the bytes that its tokens have in common.
///
/// Prints as eight hex digits.
public struct RefreshFamilyKey: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A key that a store gives back; `nil` unless there are 32 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    init(hashing bytes: some Sequence<UInt8>) {
        self.bytes = Array(SHA256.hash(data: Array(bytes)))
    }

    /// `#` and eight hex digits and an ellipsis.
    public var description: String {
        shortHex(bytes)
    }
}

/// By what a store knows one refresh token: its SHA-256, from which the token cannot be found.
///
/// Prints as eight hex digits.
public struct RefreshTokenDigest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A digest that a store gives back; `nil` unless there are 32 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    init(hashing bytes: [UInt8]) {
        self.bytes = Array(SHA256.hash(data: bytes))
    }

    /// `#` and eight hex digits and an ellipsis.
    public var description: String {
        shortHex(bytes)
    }
}

private func shortHex(_ bytes: [UInt8]) -> String {
    "#" + bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "…"
}
