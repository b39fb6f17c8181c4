import Crypto

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
        var words = Words()
        if words.fill(from: id.text.utf8) {
            storage = .id32(words)
        } else {
            storage = .id(id)
        }
    }

    /// The SHA-256 of the id's UTF-8 bytes.
    public init(hashing id: SessionID) {
        var words = Words()
        _ = words.fill(from: SHA256.hash(data: Array(id.text.utf8)))
        storage = .digest(words)
    }

    /// A key that a store gives back; `nil` unless there are 32 bytes.
    ///
    /// - Parameter digest: as ``content`` gave it.
    public init?(digest: some Sequence<UInt8>) {
        var words = Words()
        guard words.fill(from: digest) else { return nil }
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
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// - Returns: false unless there are exactly 32 bytes.
    mutating func fill(from bytes: some Sequence<UInt8>) -> Bool {
        var count = 0
        for byte in bytes {
            guard count < 32 else { return false }
            let shifted = UInt64(byte) << UInt64(count % 8 * 8)
            switch count / 8 {
            case 0: first |= shifted
            case 1: second |= shifted
            case 2: third |= shifted
            default: fourth |= shifted
            }
            count += 1
        }
        return count == 32
    }

    var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
        }
    }
}
