import Crypto

/// Hashes passwords with scrypt, and compares them with hashes: of scrypt, and, where told so, of bcrypt.
///
/// A call takes the whole time that the cost asks for, on the calling thread: see ``HashingQueue``. The password's
/// UTF-8 bytes are hashed as they come, without Unicode normalisation, which browsers do not undo either: what a
/// keyboard types is composed (NFC) everywhere.
public struct PasswordHasher: Sendable {
    /// The cost of new hashes.
    public let cost: ScryptCost
    /// The dearest bcrypt hash that is verified; `nil`: none is.
    public let bcryptLimit: BcryptCost?
    private let derive: KeyDerivation
    private let computeBcrypt: BcryptComputation?

    /// The longest password, in bytes of UTF-8.
    public static let byteLimit = 1024

    /// - Parameter cost: of new hashes; do not lower it while accounts with dearer hashes exist, since the time of
    ///   their sign-ins would tell them from unknown names.
    public init(cost: ScryptCost = .owasp) {
        self.init(cost: cost, bcryptLimit: nil)
    }

    /// Verifies bcrypt hashes too, such as those of an Express app's accounts, each until its owner next signs in.
    ///
    /// Every failed sign-in then takes the time of one bcrypt hash of the limit and of one scrypt hash, whoever's it
    /// is. On macOS, whose libraries have no bcrypt, none matches: see ``fault(of:)``.
    ///
    /// - Parameters:
    ///   - cost: of new hashes, which are scrypt's.
    ///   - bcryptLimit: the dearest bcrypt hash that the accounts have; a dearer one matches no password.
    public init(cost: ScryptCost = .owasp, bcryptUpTo bcryptLimit: BcryptCost) {
        self.init(cost: cost, bcryptLimit: bcryptLimit)
    }

    init(
        cost: ScryptCost, bcryptLimit: BcryptCost? = nil, derive: @escaping KeyDerivation = deriveScryptKey,
        computeBcrypt: BcryptComputation? = bcryptOfThisSystem
    ) {
        self.cost = cost
        self.bcryptLimit = bcryptLimit
        self.derive = derive
        self.computeBcrypt = computeBcrypt
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
    /// Without a hash, or with one that has a ``fault(of:)``, it works as long as for a hash of the present cost. For a
    /// hash of a lower cost it works on after a mismatch, up to the steps of the present cost. A scrypt hash of a higher
    /// cost takes its own, longer time. Source: ASVS 5.0, 6.3.8.
    ///
    /// Of a password, bcrypt sees 72 bytes. A longer one matches by these, as it does in Express, but its hash is not
    /// replaced: nobody can tell whether the rest was typed right.
    ///
    /// - Parameters:
    ///   - password: one that may not be hashed (``accepts(_:)``) matches nothing, at once, whatever the hash.
    ///   - hash: the account's; `nil` where there is no account.
    /// - Returns: `mismatch` too where the memory cannot be had.
    public func verify(_ password: String, against hash: PasswordHash?) -> PasswordCheck {
        guard Self.accepts(password) else { return .mismatch }
        let bytes = Array(password.utf8)
        // `SymmetricKey` compares without an early exit.
        switch hash.flatMap({ readable($0) }) {
        case .scrypt(let stored):
            if derive(bytes, stored.salt, stored.cost, stored.key.bitCount / 8) == stored.key {
                return stored.cost == cost && stored.hasCurrentShape ? .match : .matchButRehash
            }
            spendScrypt(on: bytes, after: stored.cost)
            spendBcrypt(on: bytes, after: nil)
        case .bcrypt(let stored, let cost, let compute):
            if compute(bytes, stored.salt, cost) == stored.checksum {
                return bytes.count > BcryptHash.passwordByteCount ? .match : .matchButRehash
            }
            spendBcrypt(on: bytes, after: cost)
            spendScrypt(on: bytes, after: nil)
        case nil:
            spendScrypt(on: bytes, after: nil)
            spendBcrypt(on: bytes, after: nil)
        }
        return .mismatch
    }

    /// Why no password can match a hash.
    ///
    /// - Returns: `nil` where one can.
    public func fault(of hash: PasswordHash) -> PasswordHashFault? {
        guard readable(hash) == nil else { return nil }
        guard let bcrypt = BcryptHash(hash) else { return .unknown }
        guard computeBcrypt != nil else { return .bcryptIsMissing }
        guard let bcryptLimit else { return .bcryptIsOff }
        return .tooDear(logRounds: bcrypt.logRounds, limit: bcryptLimit)
    }
}

extension PasswordHasher {
    /// A hash that a password may match.
    private enum Readable {
        case scrypt(ScryptHash)
        case bcrypt(BcryptHash, BcryptCost, BcryptComputation)
    }

    private func readable(_ hash: PasswordHash) -> Readable? {
        if let scrypt = ScryptHash(hash) { return .scrypt(scrypt) }
        guard let computeBcrypt, let bcryptLimit, let bcrypt = BcryptHash(hash),
            let cost = BcryptCost(bcrypt.logRounds), cost <= bcryptLimit
        else { return nil }
        return .bcrypt(bcrypt, cost, computeBcrypt)
    }

    /// Works as long as a scrypt hash of the present cost takes, less what was spent on one already.
    private func spendScrypt(on password: [UInt8], after spent: ScryptCost?) {
        guard let rest = spent.map({ cost.remainder(after: $0) }) ?? cost else { return }
        _ = derive(password, [UInt8](repeating: 0, count: ScryptHash.saltByteCount), rest, ScryptHash.keyByteCount)
    }

    /// The same for a bcrypt hash at the limit.
    private func spendBcrypt(on password: [UInt8], after spent: BcryptCost?) {
        guard let computeBcrypt, let bcryptLimit else { return }
        let salt = [UInt8](repeating: UInt8(ascii: "."), count: BcryptHash.saltLength)
        for cost in spent.map({ bcryptLimit.remainder(after: $0) }) ?? [bcryptLimit] {
            _ = computeBcrypt(password, salt, cost)
        }
    }
}

/// Whether a password belongs to a hash.
public enum PasswordCheck: Hashable, Sendable {
    /// It does.
    case match
    /// It does not, or the hash is none.
    case mismatch
    /// It does, and the hash was made at another cost than today's, or by bcrypt: replace it.
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
