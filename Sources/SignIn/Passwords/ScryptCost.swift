/// What one scrypt hash costs: `128 · r · (N + p + 1)` bytes of memory and `N · r · p` steps of time.
///
/// Source: RFC 7914 section 2 for the names.
public struct ScryptCost: Hashable, Sendable, CustomStringConvertible {
    /// The logarithm of N to the base 2, as a hash's text has it (`ln`): 1...20.
    public let logN: Int
    /// The block size, in units of 128 bytes.
    public let r: Int
    /// How many blocks are mixed, one after the other.
    public let p: Int

    /// OWASP's recommendation with N = 2^15, r = 8, p = 3: 33 MiB and about 0.15 s of a server's core.
    ///
    /// Source: OWASP Password Storage Cheat Sheet.
    public static let owasp = ScryptCost(checked: 15, 8, 3)

    /// The most memory that one hash may take, in bytes.
    public static let memoryLimit = 256 << 20

    /// The most steps that one hash may take: about ten times ``owasp``.
    public static let stepLimit = 1 << 23

    /// Takes what can be computed in bounded time and memory, so that a hash in a store cannot stop the server.
    ///
    /// - Parameters:
    ///   - logN: the logarithm of N to the base 2: 1...20, and below 16 · `r`.
    ///   - r: the block size: 1...16.
    ///   - p: the parallelism: 1...64.
    public init?(logN: Int, r: Int, p: Int) {
        // Above r = 16, swift-crypto 4.5 grants BoringSSL less memory than it asks for where p is 1.
        guard (1...20).contains(logN), (1...16).contains(r), (1...64).contains(p), logN < 16 * r else { return nil }
        self.init(checked: logN, r, p)
        guard memory <= Self.memoryLimit, steps <= Self.stepLimit else { return nil }
    }

    private init(checked logN: Int, _ r: Int, _ p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// N, the number of blocks held in memory.
    public var rounds: Int {
        1 << logN
    }

    /// The memory that one hash takes, in bytes.
    public var memory: Int {
        128 * r * (rounds + p + 1)
    }

    /// The work of one hash: proportional to its time.
    public var steps: Int {
        rounds * r * p
    }

    /// As a hash's text has it, such as `ln=15,r=8,p=3`.
    public var description: String {
        "ln=\(logN),r=\(r),p=\(p)"
    }
}
