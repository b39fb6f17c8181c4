import Crypto
import CryptoExtras
import HTTPCookies

/// A password's scrypt hash, read from `$scrypt$ln=15,r=8,p=3$<salt>$<key>` or to be written so.
///
/// Source: PHC string format; the parameters as passlib 1.7 writes them.
struct ScryptHash: Sendable {
    let cost: ScryptCost
    let salt: [UInt8]
    let key: SymmetricKey

    /// What ``PasswordHasher`` writes; other lengths are read too.
    static let saltByteCount = 16
    /// The length of a derived key.
    static let keyByteCount = 32

    init(cost: ScryptCost, salt: [UInt8], key: SymmetricKey) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// - Returns: `nil` unless the text is byte for byte what would be written for a salt of 8...64 bytes, a key of
    ///   16...64 bytes and a cost that ``ScryptCost`` takes.
    init?(_ hash: PasswordHash) {
        let fields = hash.phc.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1].elementsEqual("scrypt".utf8) else { return nil }
        guard let cost = Self.cost(fields[2]),
            let salt = Base64.standard.decode(fields[3]), (8...64).contains(salt.count),
            let key = Base64.standard.decode(fields[4]), (16...64).contains(key.count)
        else { return nil }
        self.init(cost: cost, salt: salt, key: SymmetricKey(data: key))
    }

    /// The text for a store.
    var phc: PasswordHash {
        // The pointer does not leave the closure, which copies exactly the bytes it is given.
        let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
        let parts = [salt, bytes].map { String(decoding: Base64.standard.encode($0), as: UTF8.self) }
        return PasswordHash(phc: "$scrypt$\(cost)$\(parts[0])$\(parts[1])")
    }

    /// Whether its salt and key have the lengths that are written today.
    var hasCurrentShape: Bool {
        salt.count == Self.saltByteCount && key.bitCount == Self.keyByteCount * 8
    }

    private static func cost(_ text: Substring.UTF8View) -> ScryptCost? {
        let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 3, let logN = number(parts[0], after: "ln="), let r = number(parts[1], after: "r="),
            let p = number(parts[2], after: "p=")
        else { return nil }
        return ScryptCost(logN: logN, r: r, p: p)
    }

    /// One or two digits, the first not 0: no cost that is taken has more.
    private static func number(_ text: Substring.UTF8View, after name: String) -> Int? {
        guard text.starts(with: name.utf8) else { return nil }
        let digits = text.dropFirst(name.utf8.count)
        guard (1...2).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

/// Turns a password and a salt into a key of some bytes; `nil` where the memory cannot be had.
typealias KeyDerivation =
    @Sendable (_ password: [UInt8], _ salt: [UInt8], _ cost: ScryptCost, _ byteCount: Int) -> SymmetricKey?

/// The key that scrypt derives; `nil` where the memory cannot be had.
///
/// Source: RFC 7914.
func deriveScryptKey(password: [UInt8], salt: [UInt8], cost: ScryptCost, byteCount: Int) -> SymmetricKey? {
    // The cost was checked when it was made, so that only a failed allocation can throw.
    try? KDF.Scrypt.deriveKey(
        from: password, salt: salt, outputByteCount: byteCount, rounds: cost.rounds, blockSize: cost.r,
        parallelism: cost.p)
}
