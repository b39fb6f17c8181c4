import Crypto
import SignIn

/// Derives from a refresh token the one that follows it, under a ring of secrets, the newest first.
///
/// Whoever shows the same token twice gets the same next one, so an answer that was lost can be asked for again, and
/// nothing of the next token need be stored but its digest. Without a secret, a token tells nothing of the next one.
/// Prints no secret.
struct SuccessorSecrets: Sendable, CustomStringConvertible, CustomReflectable {
    private let begun: [HMAC<SHA256>]

    /// - Parameter secrets: newest first; their UTF-8 bytes are the HMAC keys.
    /// - Throws: for an empty list, and a secret of fewer than 32 bytes.
    init(_ secrets: [String]) throws(TokenServiceError) {
        guard !secrets.isEmpty else { throw .noSecret }
        if let place = secrets.firstIndex(where: { $0.utf8.count < 32 }) { throw .shortSecret(at: place) }
        begun = secrets.map { secret in
            var hash = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
            // These secrets may sign other things too.
            hash.update(data: Array("portero refresh token successor\0".utf8))
            return hash
        }
    }

    /// The token that follows, by the newest secret.
    func successor(of token: RefreshToken) -> RefreshToken {
        successor(of: token, by: begun[0])
    }

    /// The token that follows, by whichever secret gives this digest; `nil`: by none.
    func successor(of token: RefreshToken, with digest: RefreshTokenDigest) -> RefreshToken? {
        begun.lazy.map { successor(of: token, by: $0) }.first { $0.digest == digest }
    }

    private func successor(of token: RefreshToken, by begun: HMAC<SHA256>) -> RefreshToken {
        var hash = begun
        hash.update(data: token.bytes)
        return RefreshToken(inFamilyOf: token, secret: hash.finalize())
    }

    /// Tells how many secrets there are.
    var description: String { "SuccessorSecrets(\(begun.count))" }

    var customMirror: Mirror { Mirror(self, children: []) }
}
