import Crypto
import HTTPCookies

/// What a store sees of a session id: the id itself, or its SHA-256.
///
/// A store that Express shares must have the id itself; elsewhere the digest keeps a stolen copy of the store from
/// being replayed as cookies. A digest, and an id of 32 bytes, stand inline: no allocation, 33 bytes.
public struct SessionKey: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private enum Storage: Hashable {
        case digest(Words)
        case id32(Words)
        case id(SessionID)
    }

    private let storage: Storage

    /// The id in clear, as express-session's stores have it.
    public init(_ id: SessionID) {
        storage = id.text.withUTF8Bytes { Words($0) }.map(Storage.id32) ?? .id(id)
    }

    /// The SHA-256 of the id's UTF-8 bytes.
    public init(hashing id: SessionID) {
        let digest = id.text.withUTF8Bytes { bytes in
            unsafe Array(bytes.withUnsafeBytes { unsafe SHA256.hash(data: $0) })
        }
        storage = .digest(Words { digest[$0] })
    }

    /// A key that a store gives back; `nil` unless there are 32 bytes.
    ///
    /// - Parameter digest: as ``content`` gave it.
    public init?(digest: some Sequence<UInt8>) {
        guard let words = Words(Array(digest).span) else { return nil }
        storage = .digest(words)
    }

    /// - Parameters:
    ///   - id: the session's id.
    ///   - form: clear or hashed.
    public init(_ id: SessionID, _ form: SessionKeyForm) {
        switch form {
        case .clear: self.init(id)
        case .hashed: self.init(hashing: id)
        }
    }

    /// What a store writes.
    public enum Content: Hashable, Sendable {
        /// The session's id, a secret.
        case id(String)
        /// The SHA-256 of the id, 32 bytes.
        case digest([UInt8])
    }

    /// What a store writes; allocates.
    public var content: Content {
        switch storage {
        case .digest(let words): .digest(words.bytes)
        case .id32(let words): .id(String(decoding: words.bytes, as: UTF8.self))
        case .id(let id): .id(id.text)
        }
    }

    /// What ``content`` has, without an allocation; 32 bytes as four words, the first byte in the lowest place.
    package enum Compact {
        /// An id of 32 bytes.
        case id32(UInt64, UInt64, UInt64, UInt64)
        /// Any other id.
        case id(String)
        /// A SHA-256.
        case digest(UInt64, UInt64, UInt64, UInt64)
    }

    /// What a store writes that has no bytes to spare.
    package var compact: Compact {
        switch storage {
        case .digest(let words): .digest(words.first, words.second, words.third, words.fourth)
        case .id32(let words): .id32(words.first, words.second, words.third, words.fourth)
        case .id(let id): .id(id.text)
        }
    }

    /// The first four characters of an id, or eight hex digits of a digest, and an ellipsis.
    public var description: String {
        switch content {
        case .id(let text): String(text.unicodeScalars.prefix(4)) + "…"
        case .digest(let bytes): "#" + bytes.prefix(4).map(hex).joined() + "…"
        }
    }

    private func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
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

/// Whether a store sees session ids or their SHA-256.
public enum SessionKeyForm: Hashable, Sendable {
    /// The ids: for stores that Express shares.
    case clear
    /// Their SHA-256.
    case hashed
}

/// 32 bytes without an allocation.
private struct Words: Hashable {
    let first: UInt64
    let second: UInt64
    let third: UInt64
    let fourth: UInt64

    /// - Returns: `nil` unless there are exactly 32 bytes.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init { bytes[$0] }
    }

    /// - Parameter byte: at each of the places 0...31.
    init(_ byte: (Int) -> UInt8) {
        // The first byte stands in the lowest place.
        func word(_ place: Int) -> UInt64 { (0..<8).reduce(0) { $0 | UInt64(byte(place + $1)) << UInt64($1 * 8) } }
        (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
    }

    var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
        }
    }
}
