import Testing

@testable import SignIn

#if os(Linux)
@Suite("Password hashes of an Express app: bcrypt") struct BcryptTests {
    private static let tiny = ScryptCost(logN: 4, r: 1, p: 1) ?? .owasp
    /// "correct horse" by bcryptjs.
    private static let phc = "$2a$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
    private let hash = PasswordHash(phc: phc)
    private let hasher = PasswordHasher(cost: tiny, bcryptUpTo: BcryptCost(4) ?? .usual)

    @Test func `all recorded hashes are there`() throws {
        let rows = try BcryptHashes.loaded.get()
        #expect(rows.count == 75)
        for kind in ["$2a$", "$2b$", "$2y$"] { #expect(rows.count { $0.hash.phc.hasPrefix(kind) } == 25) }
    }

    @Test(arguments: BcryptHashes.rows)
    func `a hash of another program matches its password, and asks to be replaced`(row: BcryptHashes.Row) {
        let hasher = PasswordHasher(cost: Self.tiny, bcryptUpTo: .usual)
        #expect(hasher.verify(row.password, against: row.hash) == (row.isTruncated ? .match : .matchButRehash))
        #expect(hasher.fault(of: row.hash) == nil)
    }

    @Test(arguments: BcryptHashes.rows.filter { $0.hash.phc.contains("$04$") })
    func `and no other password`(row: BcryptHashes.Row) {
        let wrong = ["x" + row.password.dropFirst(), String(row.password.unicodeScalars.dropFirst()), "correct horsf"]
        for password in wrong + (row.isTruncated ? [] : [row.password + "x"]).filter({ $0.utf8.count <= 72 }) {
            #expect(hasher.verify(password, against: row.hash) == .mismatch, "\(password.debugDescription)")
        }
    }

    @Test func `of a password that is longer than 72 bytes the first 72 count, and its hash stays`() throws {
        let row = try #require(BcryptHashes.rows.first { $0.password.utf8.count == 999 })
        for password in [row.password, String(row.password.prefix(73)), row.password.prefix(72) + "typed wrong"] {
            #expect(hasher.verify(password, against: row.hash) == .match)
        }
        #expect(hasher.verify(String(row.password.prefix(72)), against: row.hash) == .matchButRehash)
        #expect(hasher.verify(String(row.password.prefix(71)), against: row.hash) == .mismatch)
    }

    @Test func `a zero byte is refused, where bcrypt would stop reading`() {
        for password in ["correct horse\0", "correct horse\0x", "\0"] {
            #expect(hasher.verify(password, against: hash) == .mismatch)
        }
    }

    @Test func `unused bits of a salt are not compared`() throws {
        // 22 characters have 132 bits, a salt 128; bcrypt writes the last four as zeros.
        let other = Self.phc.replacing("stuujyd", with: "stuvjyd")
        #expect(hasher.verify("correct horse", against: PasswordHash(phc: other)) == .matchButRehash)
    }

    @Test(arguments: [
        swap("$2a$", "$2x$"), swap("$2a$", "$2$"), swap("$2a$", "$2c$"), swap("$2a$", "$2A$"), swap("$2a$", "2a$"),
        swap("$04$", "$4$"), swap("$04$", "$ 4$"), swap("$04$", "$+4$"), swap("$04$", "$03$"), swap("$04$", "$00$"),
        swap("$04$", "$4x$"), swap("$04$", "$04."), swap("$04$", "$004$"), swap("/d5", "-d5"), swap("/d5", "+d5"),
        swap("/d5", "$d5"), swap("/d5", "\0d5"), swap("/d5", "é5"), phc + "\n", phc + "x", " " + phc.dropLast(),
        String(phc.dropLast()), String(phc.prefix(29)), "$2a$", "*0", "*1", "",
    ])
    func `a text that is no such hash matches no password`(phc: String) {
        #expect(hasher.verify("correct horse", against: PasswordHash(phc: phc)) == .mismatch)
        #expect(hasher.fault(of: PasswordHash(phc: phc)) == .unknown)
    }

    @Test(arguments: [("$11$", 11), ("$15$", 15), ("$31$", 31), ("$32$", 32), ("$99$", 99)])
    func `a hash that is dearer than the limit is refused, not computed`(cost: String, logRounds: Int) {
        let computed = Recorder()
        let hasher = computed.hasher(Self.tiny, bcryptLimit: .usual)
        let dear = PasswordHash(phc: Self.swap("$04$", cost))
        #expect(hasher.verify("correct horse", against: dear) == .mismatch)
        #expect(computed.bcryptCosts == [.usual] && computed.costs == [Self.tiny])
        #expect(hasher.fault(of: dear) == .tooDear(logRounds: logRounds, limit: .usual))
    }

    @Test func `unless told of bcrypt, none is computed`() {
        let computed = Recorder()
        let hasher = computed.hasher(Self.tiny, bcryptLimit: nil)
        #expect(hasher.verify("correct horse", against: hash) == .mismatch)
        #expect(computed.bcryptCosts.isEmpty && computed.costs == [Self.tiny])
        #expect(hasher.fault(of: hash) == .bcryptIsOff)
    }

    @Test func `where the system has no bcrypt, a hash says so`() {
        let hasher = PasswordHasher(cost: Self.tiny, bcryptLimit: .usual, computeBcrypt: nil)
        #expect(hasher.verify("correct horse", against: hash) == .mismatch)
        #expect(hasher.fault(of: hash) == .bcryptIsMissing)
    }

    @Test func `every failure takes one scrypt hash and as many rounds of bcrypt as the limit has`() throws {
        let computed = Recorder()
        let limit = try #require(BcryptCost(7))
        let hasher = computed.hasher(Self.tiny, bcryptLimit: limit)
        let scrypt = try hasher.hash("correct horse")
        for stored in [nil, hash, scrypt, PasswordHash(phc: Self.swap("$04$", "$06$")), PasswordHash(phc: "x")] {
            computed.forget()
            #expect(hasher.verify("wrong", against: stored) == .mismatch)
            #expect(computed.bcryptCosts.reduce(0) { $0 + 1 << $1.logRounds } == 1 << limit.logRounds)
            #expect(computed.costs == [Self.tiny])
        }
    }

    @Test func `without memory no password is right`() {
        let hasher = PasswordHasher(cost: Self.tiny, bcryptLimit: .usual, computeBcrypt: { _, _, _ in nil })
        #expect(hasher.verify("correct horse", against: hash) == .mismatch)
    }

    @Test func `a cost is 4 to 14`() {
        #expect((0...40).compactMap { BcryptCost($0)?.logRounds } == Array(4...14))
        #expect(BcryptCost(-1) == nil)
        #expect(BcryptCost(4)?.description == "04" && BcryptCost.usual.description == "10")
    }

    @Test func `a fault tells nothing of the hash`() throws {
        for fault in [PasswordHashFault.unknown, .bcryptIsOff, .bcryptIsMissing] {
            #expect(fault.description.hasPrefix("the hash is "))
        }
        let dear = PasswordHashFault.tooDear(logRounds: 31, limit: .usual)
        #expect(dear.description == "the hash is bcrypt's at cost 31, expected 10 at most")
        #expect("\(hash)" == "2a…")
    }

    private static func swap(_ old: String, _ new: String) -> String {
        phc.replacing(old, with: new)
    }
}
#endif
