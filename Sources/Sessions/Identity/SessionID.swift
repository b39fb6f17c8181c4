import HTTPCookies

/// The secret that names one session: 24 random bytes as 32 base64url characters where we made it.
///
/// Prints as its first four characters, so that a log line cannot be replayed as a cookie. Express: `req.sessionID`.
public struct SessionID: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The whole id, which the cookie carries signed; never log it.
    public let text: String

    /// Takes 1...256 bytes of UTF-8 without control characters (U+0000...U+001F, U+007F); `nil` for other text.
    ///
    /// Express's `genid` may make any text, and a store must be able to take it.
    public init?(_ text: String) {
        guard (1...256).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        self.text = text
    }

    private init(made text: String) {
        self.text = text
    }

    /// A new id: 192 bits from `generator`.
    ///
    /// Source: uid-safe 2.1.5, as express-session 1.19's `generateSessionId` calls it: base64url without padding.
    ///
    /// - Parameter generator: cryptographically secure, such as Swift's `SystemRandomNumberGenerator`.
    /// - Returns: 32 base64url characters.
    public static func random(using generator: inout some RandomNumberGenerator) -> SessionID {
        SessionID(bytes: generator.next(), generator.next(), generator.next())
    }

    /// Writes 24 bytes, eight in each word, the first in the lowest place.
    init(bytes first: UInt64, _ second: UInt64, _ third: UInt64) {
        let bytes = [first, second, third].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
        }
        self.init(made: String(decoding: Base64.url.encode(bytes), as: UTF8.self))
    }

    /// Compares bytes, not what Unicode holds to be equivalent.
    public static func == (left: SessionID, right: SessionID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// The first four characters and an ellipsis.
    public var description: String {
        String(text.unicodeScalars.prefix(4)) + "…"
    }

    /// The same as ``description``.
    public var debugDescription: String {
        description
    }

    /// Shows no more than ``description``, so that a dump does not tell the id either.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
