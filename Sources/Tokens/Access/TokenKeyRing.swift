import JWTKit

/// The keys of access tokens, the newest first: the first signs, all verify.
///
/// So a key is rotated by putting the new one in front, and taking the old one out when the last token that it signed
/// has expired. Prints their names only.
public struct TokenKeyRing: Sendable, CustomStringConvertible {
    /// One key, ready to be asked without a hop to another executor.
    struct Verifier: Sendable {
        let name: String
        let algorithm: any JWTAlgorithm
    }

    private let verifiers: [String: Verifier]
    private let signer: JWTKeyCollection
    private let header: JWTHeader
    private let names: [String]

    /// - Parameter keys: newest first, with a name each.
    /// - Throws: ``TokenKeyError`` for an empty list, a repeated name, and a first key that cannot sign.
    public init(_ keys: [TokenKey]) async throws(TokenKeyError) {
        guard let newest = keys.first else { throw .noKey }
        if case .es256Public = newest.material { throw .cannotSign(id: newest.id) }
        var verifiers: [String: Verifier] = [:]
        for key in keys {
            guard verifiers[key.id] == nil else { throw .repeatedID(key.id) }
            verifiers[key.id] = try await Self.verifier(of: key)
        }
        self.verifiers = verifiers
        names = keys.map(\.description)
        header = ["kid": .string(newest.id), "typ": .string(AccessTokenText.type)]
        signer = await Self.collection(of: newest)
    }

    /// What verifies the tokens of this key; `nil` for an unknown one.
    func verifier(named id: String) -> Verifier? {
        verifiers[id]
    }

    /// The signed text of some claims, by the newest key.
    func sign(_ claims: some JWTPayload) async throws -> String {
        try await signer.sign(claims, header: header)
    }

    /// JWTKit hands out a key's algorithm only through its actor; asked once, here, it serves every request.
    private static func verifier(of key: TokenKey) async throws(TokenKeyError) -> Verifier {
        do {
            return Verifier(name: key.algorithm, algorithm: try await collection(of: key).getKey())
        } catch {
            throw .unreadable(id: key.id)
        }
    }

    private static func collection(of key: TokenKey) async -> JWTKeyCollection {
        let keys = JWTKeyCollection(defaultJWTSerializer: AccessTokenSerializer())
        switch key.material {
        case .hs256(let secret):
            return await keys.add(hmac: secret, digestAlgorithm: .sha256, serializer: AccessTokenSerializer())
        case .es256(let key): return await keys.add(ecdsa: key, serializer: AccessTokenSerializer())
        case .es256Public(let key): return await keys.add(ecdsa: key)
        }
    }

    /// The names and algorithms, newest first.
    public var description: String {
        "TokenKeyRing(\(names.joined(separator: ", ")))"
    }
}
