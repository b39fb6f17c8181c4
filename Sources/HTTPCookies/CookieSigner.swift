import Crypto

/// Signs values as express-session does, under a ring of secrets, the newest first.
///
/// The first secret signs, all verify; so a secret is rotated by putting the new one in front. Prints none of them.
///
/// Source: cookie-signature 1.0.7, `sign` and `unsign`; express-session 1.19, `setcookie` and `getcookie`.
public struct CookieSigner: Sendable, CustomStringConvertible, CustomReflectable {
    private let newest: KeyedHash
    private let older: [KeyedHash]

    /// Why there can be no signer.
    public enum Failure: Error, Hashable, CustomStringConvertible {
        /// The list of secrets is empty.
        case noSecret
        /// The secret at this place of the list, counted from 0, has no byte.
        case emptySecret(at: Int)

        /// What was met and what was expected; never a secret.
        public var description: String {
            switch self {
            case .noSecret: "no secret, expected at least one"
            case .emptySecret(let place): "secret \(place + 1) is empty, expected at least one byte"
            }
        }
    }

    /// - Parameter secrets: newest first; their UTF-8 bytes are the HMAC keys, as they are. Express: `secret`.
    /// - Throws: ``Failure`` for an empty list or an empty secret.
    public init(secrets: [String]) throws(Failure) {
        try self.init(secrets: secrets.map { Array($0.utf8) })
    }

    /// - Parameter secrets: newest first; used as HMAC keys, as they are. Express: `secret`.
    /// - Throws: ``Failure`` for an empty list or an empty secret.
    public init(secrets: [[UInt8]]) throws(Failure) {
        if let place = secrets.firstIndex(where: \.isEmpty) { throw .emptySecret(at: place) }
        guard let first = secrets.first else { throw .noSecret }
        newest = KeyedHash(key: first)
        older = secrets.dropFirst().map(KeyedHash.init)
    }

    /// `text.signature`: the newest secret's HMAC-SHA256 of the UTF-8 bytes, in base64 without padding.
    public func sign(_ text: String) -> String {
        text + "." + text.withUTF8Bytes { String(decoding: newest.signature(of: $0), as: UTF8.self) }
    }

    /// The text before the last dot, if what follows is the signature of it by any of the secrets; else `nil`.
    ///
    /// Takes the same time wherever the first wrong byte stands.
    public func unsign(_ signed: String) -> String? {
        signed.withUTF8Bytes { text(in: $0, from: 0) }
    }

    /// The signed text between `start` and the last dot; `nil` where no secret's signature follows.
    private func text(in signed: Span<UInt8>, from start: Int) -> String? {
        guard let dot = (start..<signed.count).last(where: { signed[$0] == UInt8(ascii: ".") }) else { return nil }
        let text = signed.extracting(start..<dot)
        let signature = signed.extracting((dot + 1)...)
        guard newest.verifies(signature, of: text) || older.contains(where: { $0.verifies(signature, of: text) })
        else { return nil }
        return unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The value of a session cookie: `s:` and the signed text, percent-encoded as one.
    public func cookieValue(for text: String) -> String {
        PercentEncoding.encode("s:" + sign(text))
    }

    /// The text that a cookie's decoded value carries; `nil` unless it starts with `s:` and is signed.
    ///
    /// - Returns: never an empty text; an empty one is no session in Express either.
    public func text(fromCookieValue value: String) -> String? {
        value.withUTF8Bytes { bytes in
            guard bytes.count > 2, bytes.holds("s:", at: 0..<2), let text = text(in: bytes, from: 2), !text.isEmpty
            else { return nil }
            return text
        }
    }

    /// Tells how many secrets there are.
    public var description: String {
        older.isEmpty ? "CookieSigner(1 secret)" : "CookieSigner(\(1 + older.count) secrets)"
    }

    /// Shows no more than ``description``, so that a dump tells no secret either.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

/// One secret, its HMAC-SHA256 begun once: each signature then copies that state instead of hashing the key again.
///
/// Every request with a cookie needs one, and swift-crypto's `HMAC` spends more time on its generic types than on
/// hashing. So only the construction is ours, over swift-crypto's SHA-256; a test compares it with that `HMAC`.
///
/// Source: RFC 2104 section 2.
private struct KeyedHash: Sendable {
    /// Has taken the key with the inner padding.
    private let inner: SHA256
    /// Has taken the key with the outer padding.
    private let outer: SHA256

    init(key: [UInt8]) {
        let short = key.count > SHA256.blockByteCount ? Array(SHA256.hash(data: key)) : key
        let block = short + repeatElement(0, count: SHA256.blockByteCount - short.count)
        inner = Self.hash(begunWith: block.map { $0 ^ 0x36 })
        outer = Self.hash(begunWith: block.map { $0 ^ 0x5C })
    }

    private static func hash(begunWith block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }

    /// The 43 base64 characters of the 32 bytes, without padding.
    func signature(of text: Span<UInt8>) -> [UInt8] {
        Base64.standard.encode(code(of: text))
    }

    /// Compares as text, since several base64 texts stand for the same bytes, and without an early exit.
    func verifies(_ signature: Span<UInt8>, of text: Span<UInt8>) -> Bool {
        guard signature.count == 43 else { return false }
        return unsafe code(of: text).withUnsafeBytes { code in
            let code = unsafe code.bindMemory(to: UInt8.self).span
            var difference: UInt8 = 0
            for place in 0..<43 { difference |= signature[place] ^ Base64.standard.character(at: place, of: code) }
            return difference == 0
        }
    }

    private func code(of text: Span<UInt8>) -> SHA256Digest {
        var (inner, outer) = (inner, outer)
        unsafe text.withUnsafeBytes { unsafe inner.update(bufferPointer: $0) }
        unsafe inner.finalize().withUnsafeBytes { unsafe outer.update(bufferPointer: $0) }
        return outer.finalize()
    }
}
