import JWTKit

/// A key that signs or verifies access tokens, and the name by which a token says so: its `kid`.
///
/// Prints its name and algorithm only. Source: RFC 7518 section 3.1 for the algorithms.
public struct TokenKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    enum Material: Sendable {
        case hs256(HMACKey)
        case es256(ES256PrivateKey)
        case es256Public(ES256PublicKey)
    }

    /// What the header of a token calls it.
    public let id: String
    let material: Material

    /// A secret for HMAC-SHA256, which every server that verifies must have.
    ///
    /// - Parameters:
    ///   - secret: 32 bytes or more, random; as a text, its UTF-8 bytes.
    ///   - id: 1...128 visible ASCII characters, another one for each key there ever was.
    /// - Returns: a key that signs and verifies.
    /// - Throws: ``TokenKeyError`` for a shorter secret or another id.
    public static func hs256(_ secret: String, id: String) throws(TokenKeyError) -> TokenKey {
        guard secret.utf8.count >= 32 else { throw .shortSecret(id: id, byteCount: secret.utf8.count) }
        return try TokenKey(id, .hs256(HMACKey(from: secret)))
    }

    /// A private key of the curve P-256 for ECDSA.
    ///
    /// - Parameters:
    ///   - pem: PKCS #8 or SEC 1, as `openssl ecparam -name prime256v1 -genkey` writes it.
    ///   - id: 1...128 visible ASCII characters, another one for each key there ever was.
    /// - Returns: a key that signs and verifies.
    /// - Throws: ``TokenKeyError`` for a text that is no such key, or another id.
    public static func es256(privateKey pem: String, id: String) throws(TokenKeyError) -> TokenKey {
        do {
            return try TokenKey(id, .es256(ES256PrivateKey(pem: pem)))
        } catch let error as TokenKeyError {
            throw error
        } catch {
            throw .unreadable(id: id)
        }
    }

    /// A public key of the curve P-256: for what another server has signed.
    ///
    /// - Parameters:
    ///   - pem: SubjectPublicKeyInfo, as `openssl ec -pubout` writes it.
    ///   - id: what that server calls its key.
    /// - Returns: a key that verifies only.
    /// - Throws: ``TokenKeyError`` for a text that is no such key, or an id that no header may have.
    public static func es256(publicKey pem: String, id: String) throws(TokenKeyError) -> TokenKey {
        do {
            return try TokenKey(id, .es256Public(ES256PublicKey(pem: pem)))
        } catch let error as TokenKeyError {
            throw error
        } catch {
            throw .unreadable(id: id)
        }
    }

    private init(_ id: String, _ material: Material) throws(TokenKeyError) {
        guard (1...128).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalidID(id)
        }
        self.id = id
        self.material = material
    }

    /// The only algorithm that a token of this key may name.
    public var algorithm: String {
        switch material {
        case .hs256: "HS256"
        case .es256, .es256Public: "ES256"
        }
    }

    /// Such as `HS256 2026-01`.
    public var description: String {
        "\(algorithm) \(id)"
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

/// Why there can be no such key, or no ring of them.
public enum TokenKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key's name is not 1...128 visible ASCII characters.
    case invalidID(String)
    /// The secret has fewer than 32 bytes, the length of an HMAC-SHA256.
    case shortSecret(id: String, byteCount: Int)
    /// The text is no PEM of a P-256 key.
    case unreadable(id: String)
    /// The ring has no key.
    case noKey
    /// Two keys of the ring have this name.
    case repeatedID(String)
    /// The first key of the ring has no private part.
    case cannotSign(id: String)

    /// What was met and what was expected; never a key.
    public var description: String {
        switch self {
        case .invalidID(let id): "key id \"\(id)\", expected 1 to 128 visible ASCII characters"
        case .shortSecret(let id, let count): "the secret of key \(id) has \(count) bytes, expected 32 or more"
        case .unreadable(let id): "key \(id) is no PEM of a P-256 key"
        case .noKey: "no key, expected at least one"
        case .repeatedID(let id): "two keys are called \(id), expected a name for each"
        case .cannotSign(let id): "key \(id) stands first and has no private part, expected one that signs"
        }
    }
}
