import Crypto

#if os(Linux)
import CLibCrypt
#endif

/// A password's bcrypt hash, read from `$2b$10$<salt><checksum>`; none is written any more.
///
/// Source: crypt(5) of libxcrypt 4.4; the alphabet is bcrypt's own, `./A-Za-z0-9`.
struct BcryptHash: Sendable {
    /// The cost as the text has it, whether it can be borne or not: 4...99.
    let logRounds: Int
    /// 22 characters.
    let salt: [UInt8]
    /// 31 characters, which are compared without an early exit.
    let checksum: SymmetricKey

    static let saltLength = 22
    static let checksumLength = 31
    /// Bytes of a password behind these do not count.
    static let passwordByteCount = 72

    /// - Returns: `nil` unless the text is a hash of `$2a$`, `$2b$` or `$2y$`, which are the same for UTF-8. `$2x$` is
    ///   that of a faulty program, under which two passwords may have one hash.
    init?(_ hash: PasswordHash) {
        let bytes = Array(hash.phc.utf8)
        guard bytes.count == 60, Self.prefixes.contains(where: { bytes.starts(with: $0.utf8) }),
            bytes[6] == UInt8(ascii: "$"), bytes[7...].allSatisfy(Self.isInAlphabet),
            let tens = Self.digit(bytes[4]), let ones = Self.digit(bytes[5])
        else { return nil }
        logRounds = tens * 10 + ones
        guard logRounds >= BcryptCost.range.lowerBound else { return nil }
        salt = Array(bytes[7..<7 + Self.saltLength])
        checksum = SymmetricKey(data: bytes[(7 + Self.saltLength)...])
    }

    private static let prefixes = ["$2a$", "$2b$", "$2y$"]

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: ".")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// Turns a password and a salt into a checksum; `nil` where the memory cannot be had.
typealias BcryptComputation =
    @Sendable (_ password: [UInt8], _ salt: [UInt8], _ cost: BcryptCost) -> SymmetricKey?

/// bcrypt by libxcrypt; `nil` on a system whose libraries have no bcrypt, such as macOS, or none that is right.
let bcryptOfThisSystem: BcryptComputation? = {
    #if os(Linux)
    let known = BcryptHash(PasswordHash(phc: "$2b$04$XajjQvNhvvRt5GSeFk1xFe0osOFNy3ql4BRb0zA5yRnHsPKRhLnsG"))
    guard let known, let cost = BcryptCost(known.logRounds) else { return nil }
    let met = computeBcrypt(password: Array("correct horse".utf8), salt: known.salt, cost: cost)
    return met == known.checksum ? computeBcrypt : nil
    #else
    return nil
    #endif
}()

#if os(Linux)
/// - Parameters:
///   - password: without a zero byte; its first 72 bytes count.
///   - salt: 22 characters.
///   - cost: of the hash.
/// - Returns: 31 characters; `nil` where the memory cannot be had.
private func computeBcrypt(password: [UInt8], salt: [UInt8], cost: BcryptCost) -> SymmetricKey? {
    // libxcrypt refuses a password of 512 bytes; for UTF-8, $2y$ is $2a$ and $2b$ too.
    let key = password.prefix(BcryptHash.passwordByteCount).map { CChar(bitPattern: $0) } + [0]
    let setting = ("$2y$\(cost)$".utf8 + salt).map { CChar(bitPattern: $0) } + [0]
    var hash = [UInt8](repeating: 0, count: Int(BCRYPT_LENGTH))
    // It reads up to the zeros, and writes just as many bytes.
    guard unsafe bcrypt_hash(key, setting, &hash) != 0 else { return nil }
    return SymmetricKey(data: hash.suffix(BcryptHash.checksumLength))
}
#endif
