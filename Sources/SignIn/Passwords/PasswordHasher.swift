import Crypto

/// Hashes passwords with scrypt, and compares them with hashes.
///
/// A call takes the whole time that the cost asks for, on the calling thread: see ``HashingQueue``. The password's
/// UTF-8 bytes are hashed as they come, without Unicode normalisation, which browsers do not undo either: what a
/// keyboard types is composed (NFC) everywhere.
public struct PasswordHasher: Sendable {
    /// The cost of new hashes.
    public let cost: ScryptCost
    private let derive: KeyDerivation

    /// The longest password, in bytes of UTF-8.
    public static let byteLimit = 1024

    /// - Parameter cost: of new hashes; do not lower it while accounts with dearer hashes exist, since the time of
    ///   their sign-ins would tell them from unknown names.
    public init(cost: ScryptCost = .owasp) {
        self.init(cost: cost, derive: deriveScryptKey)
    }

    init(cost: ScryptCost, derive: @escaping KeyDerivation) {
        self.cost = cost
        self.derive = derive
    }

    /// Whether a password may be hashed at all: 1...1024 bytes without U+0000.
    ///
    /// U+0000 is refused because HMAC pads its key with zeros, so that `a` and `a\0` would have the same hash.
    public static func accepts(_ password: String) -> Bool {
        (1...byteLimit).contains(password.utf8.count) && !password.utf8.contains(0)
    }

    /// A new hash with a random salt of 16 bytes.
    ///
    /// - Parameter password: see ``accepts(_:)``.
    /// - Returns: the hash, 32 bytes long, with its cost and salt.
    /// - Throws: for a password that may not be hashed, and where the memory cannot be had.
    public func hash(_ password: String) throws(PasswordHashingError) -> PasswordHash {
        var generator = SystemRandomNumberGenerator()
        return try hash(password, using: &generator)
    }

    /// A new hash with a salt from a generator: the lowest byte of each of 16 numbers.
    ///
    /// - Parameters:
    ///   - password: see ``accepts(_:)``.
    ///   - generator: cryptographically secure outside tests.
    /// - Returns: the hash, 32 bytes long, with its cost and salt.
    /// - Throws: for a password that may not be hashed, and where the memory cannot be had.
    public func hash(
        _ password: String, using generator: inout some RandomNumberGenerator
    ) throws(PasswordHashingError) -> PasswordHash {
        guard Self.accepts(password) else { throw .unusable }
        let salt = (0..<ScryptHash.saltByteCount).map { _ in UInt8(truncatingIfNeeded: generator.next() as UInt64) }
        guard let key = derive(Array(password.utf8), salt, cost, ScryptHash.keyByteCount) else { throw .outOfMemory }
        return ScryptHash(cost: cost, salt: salt, key: key).phc
    }

    /// Whether a password belongs to a hash, found out in the same time whatever the answer.
    ///
    /// Without a hash, or with one that can't be read or would cost too much, it works as long as for a hash of the
    /// present cost. For a hash of a lower cost it works on after a mismatch, up to the steps of the present cost. A
    /// hash of a higher cost takes its own, longer time. Source: ASVS 5.0, 6.3.8.
    ///
    /// - Parameters:
    ///   - password: one that may not be hashed (``accepts(_:)``) matches nothing, at once, whatever the hash.
    ///   - hash: the account's; `nil` where there is no account.
    /// - Returns: `mismatch` too where the memory cannot be had.
    public func verify(_ password: String, against hash: PasswordHash?) -> PasswordCheck {
        guard Self.accepts(password) else { return .mismatch }
        let bytes = Array(password.utf8)
        guard let stored = hash.flatMap({ ScryptHash($0) }) else {
            spend(cost, on: bytes)
            return .mismatch
        }
        // `SymmetricKey` compares without an early exit.
        guard derive(bytes, stored.salt, stored.cost, stored.key.bitCount / 8) == stored.key else {
            if let rest = cost.remainder(after: stored.cost) { spend(rest, on: bytes) }
            return .mismatch
        }
        return stored.cost == cost && stored.hasCurrentShape ? .match : .matchButRehash
    }

    private func spend(_ cost: ScryptCost, on password: [UInt8]) {
        _ = derive(password, [UInt8](repeating: 0, count: ScryptHash.saltByteCount), cost, ScryptHash.keyByteCount)
    }
}

/// Whether a password belongs to a hash.
public enum PasswordCheck: Hashable, Sendable {
    /// It does.
    case match
    /// It does not, or the hash is none.
    case mismatch
    /// It does, and the hash was made at another cost than today's: replace it.
    case matchButRehash
}

/// Why a password was not hashed.
public enum PasswordHashingError: Error, CustomStringConvertible, Hashable, Sendable {
    /// It is empty, longer than 1024 bytes, or contains U+0000.
    case unusable
    /// The memory cannot be had.
    case outOfMemory

    /// What was met and what was expected.
    public var description: String {
        switch self {
        case .unusable: "a password must have 1 to \(PasswordHasher.byteLimit) bytes, none of them zero"
        case .outOfMemory: "not enough memory to hash a password"
        }
    }
}

extension ScryptCost {
    /// A cost whose steps, added to those of a cheaper one, come nearest to these; `nil` where nothing is missing.
    func remainder(after spent: ScryptCost) -> ScryptCost? {
        let missing = steps - spent.steps
        guard missing > 0 else { return nil }
        var logN = min(logN, spent.logN)
        while missing >> logN > 64 * r, logN < self.logN { logN += 1 }
        let stepsEach = r << logN
        return ScryptCost(logN: logN, r: r, p: min((missing + stepsEach / 2) / stepsEach, 64))
    }
}

extension PasswordHash: CustomReflectable {
    /// Has no children, so that `dump` shows no more than ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
