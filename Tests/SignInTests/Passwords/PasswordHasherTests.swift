import Crypto
import HTTPCookies
import Testing

@testable import SignIn

@Suite("Password hashes") struct PasswordHasherTests {
    static let tiny = ScryptCost(logN: 4, r: 1, p: 1) ?? .owasp
    let hasher = PasswordHasher(cost: tiny)

    /// Made by Python 3.11.7: `hashlib.scrypt("contraseña segura".encode(), salt=bytes(range(16)), n=16, r=1, p=1,
    /// dklen=32)`, base64 without padding.
    static let fromPython = "$scrypt$ln=4,r=1,p=1$AAECAwQFBgcICQoLDA0ODw$jF0Tg+CXF83OWyPkq8ljq6uumoGpOmG0evV9ZKWwR48"

    /// The same with n=32768, r=8, p=3.
    static let fromPythonAtOWASPCost =
        "$scrypt$ln=15,r=8,p=3$AAECAwQFBgcICQoLDA0ODw$7cM5EWKS/GbpdlBLi6RwDE6S5ptWjWagxR5sCpBkPos"

    /// The example of passlib 1.7's documentation, `scrypt.hash("password")`.
    static let fromPasslib = "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E"

    @Test func `a hash is written as a PHC string that other programs read`() throws {
        var generator = Counting()
        let hash = try hasher.hash("contraseña segura", using: &generator)
        #expect(hash.phc == Self.fromPython)
    }

    @Test func `a hash of another program is read`() {
        #expect(hasher.verify("contraseña segura", against: PasswordHash(phc: Self.fromPython)) == .match)
        #expect(hasher.verify("contrasena segura", against: PasswordHash(phc: Self.fromPython)) == .mismatch)
    }

    @Test func `a hash of OWASP's cost is computed as elsewhere`() {
        let hasher = PasswordHasher()
        #expect(hasher.cost == .owasp)
        #expect(hasher.verify("contraseña segura", against: PasswordHash(phc: Self.fromPythonAtOWASPCost)) == .match)
    }

    @Test func `a hash of another cost matches and asks to be replaced`() {
        #expect(hasher.verify("password", against: PasswordHash(phc: Self.fromPasslib)) == .matchButRehash)
        let dearer = PasswordHasher(cost: ScryptCost(logN: 5, r: 1, p: 1) ?? .owasp)
        #expect(dearer.verify("contraseña segura", against: PasswordHash(phc: Self.fromPython)) == .matchButRehash)
    }

    @Test func `a password matches its own hash and no other`() throws {
        let hash = try hasher.hash("correct horse")
        #expect(hasher.verify("correct horse", against: hash) == .match)
        for wrong in ["correct hors", "correct horse ", "Correct horse", "correct horse\0", "", "x"] {
            #expect(hasher.verify(wrong, against: hash) == .mismatch, "\(wrong.debugDescription)")
        }
    }

    @Test func `passwords are compared by their bytes, not by canonical equivalence`() throws {
        let hash = try hasher.hash("ni\u{F1}os y ni\u{F1}as")
        #expect(hasher.verify("nin\u{303}os y nin\u{303}as", against: hash) == .mismatch)
    }

    @Test func `the same password has another hash each time`() throws {
        #expect(try hasher.hash("correct horse") != hasher.hash("correct horse"))
    }

    @Test func `a salt has 16 bytes and a key 32`() throws {
        let fields = try hasher.hash("correct horse").phc.split(separator: "$")
        #expect(Base64.standard.decode(fields[2].utf8)?.count == 16)
        #expect(Base64.standard.decode(fields[3].utf8)?.count == 32)
    }

    @Test func `a password has 1 to 1024 bytes and no zero byte`() throws {
        let longest = String(repeating: "ñ", count: 512)
        #expect(hasher.verify(longest, against: try hasher.hash(longest)) == .match)
        for refused in ["", longest + "a", "a\0", "\0"] {
            #expect(throws: PasswordHashingError.unusable) { try hasher.hash(refused) }
            #expect(!PasswordHasher.accepts(refused))
        }
    }

    @Test(arguments: [
        "", "$", "$$$$", "scrypt", "contraseña segura",
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$jF0Tg+CXF83OWyPkq8ljq6uumoGpOmG0evV9ZKWwR48",
        "$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        swap("$scrypt$", "$SCRYPT$"), swap("$scrypt$", "scrypt$"), swap("$scrypt$", "$scrypt$$"),
        swap("ln=4,", "ln=04,"), swap("ln=4,", "ln=+4,"), swap("ln=4,", "ln= 4,"), swap("ln=4,", "ln=,"),
        swap("ln=4,", "ln=-4,"), swap("ln=4,", "ln=0,"), swap("ln=4,", "N=16,"), swap("ln=4,", ""),
        swap("ln=4,", "ln=٤,"), swap("ln=4,", "ln=99999999999999999999,"), swap("ln=4,r=1", "r=1,ln=4"),
        swap(",p=1", ",p=1,x=1"), swap(",p=1", ",p=1,"), swap(",p=1", ""), swap(",p=1", ",p=1.0"),
        swap("DA0ODw", "DA0ODw=="), swap("DA0ODw", "DA0ODx"), swap("DA0ODw", "DA0O-w"), swap("DA0ODw", "DA0OD"),
        swap("$AAECAwQFBgcICQoLDA0ODw", "$"), swap("$AAECAwQFBgcICQoLDA0ODw", "$AAECAw"),
        fromPython + "\n", " " + fromPython, fromPython + "$", fromPython + "AAAA=", String(fromPython.dropLast()),
        fromPython + String(repeating: "A", count: 200), String(fromPython.prefix(50)),
    ])
    func `a text that is no such hash matches no password`(phc: String) {
        #expect(ScryptHash(PasswordHash(phc: phc)) == nil)
        #expect(hasher.verify("contraseña segura", against: PasswordHash(phc: phc)) == .mismatch)
    }

    @Test(arguments: ["ln=21,r=8,p=1", "ln=20,r=8,p=1", "ln=18,r=16,p=1", "ln=15,r=16,p=64", "ln=63,r=1,p=1"])
    func `a hash in a store that would cost too much is refused, not computed`(cost: String) {
        let computed = Recorder()
        let hasher = PasswordHasher(cost: Self.tiny, derive: computed.derive)
        let hash = PasswordHash(phc: Self.swap("ln=4,r=1,p=1", cost))
        #expect(hasher.verify("contraseña segura", against: hash) == .mismatch)
        #expect(computed.costs == [Self.tiny])
    }

    @Test func `without a hash, with a broken one and with a wrong password the same work is done`() throws {
        let computed = Recorder()
        let hasher = PasswordHasher(cost: Self.tiny, derive: computed.derive)
        for hash in [nil, PasswordHash(phc: "$2b$12$x"), PasswordHash(phc: Self.fromPython)] {
            #expect(hasher.verify("wrong", against: hash) == .mismatch)
        }
        #expect(computed.costs == [Self.tiny, Self.tiny, Self.tiny])
    }

    @Test func `a wrong password for a cheaper hash takes as many steps as the present cost`() throws {
        let computed = Recorder()
        let present = try #require(ScryptCost(logN: 6, r: 1, p: 3))
        let hasher = PasswordHasher(cost: present, derive: computed.derive)
        #expect(hasher.verify("wrong", against: PasswordHash(phc: Self.fromPython)) == .mismatch)
        #expect(computed.costs.map(\.steps).reduce(0, +) == present.steps)
        #expect(computed.costs.count == 2)
    }

    @Test func `without memory no password is right and none is hashed`() {
        let hasher = PasswordHasher(cost: Self.tiny, derive: { _, _, _, _ in nil })
        #expect(hasher.verify("contraseña segura", against: PasswordHash(phc: Self.fromPython)) == .mismatch)
        #expect(throws: PasswordHashingError.outOfMemory) { try hasher.hash("contraseña segura") }
    }

    @Test func `a hash shows nothing but its algorithm`() {
        let hash = PasswordHash(phc: Self.fromPython)
        var dumped = ""
        dump(hash, to: &dumped)
        for text in ["\(hash)", String(reflecting: hash), dumped] {
            #expect(text.contains("scrypt…"))
            #expect(!text.contains("AAEC") && !text.contains("jF0T"))
        }
    }

    @Test func `bytes come back from base64, and only from the text that they are written as`() {
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            let text = String(decoding: Base64.standard.encode(bytes), as: UTF8.self)
            #expect(Base64.standard.decode(text.utf8) == bytes)
            #expect(Base64.standard.decode((text + "A").utf8) != bytes)
        }
        #expect(Base64.standard.encode([0xFB, 0xEF, 0xFF]) == Array("++//".utf8))
        #expect(Base64.standard.decode("AB".utf8) == nil, "four bits are left over")
    }

    private static func swap(_ old: String, _ new: String) -> String {
        fromPython.replacing(old, with: new)
    }
}

/// Gives 0, 1, 2 and so on.
private struct Counting: RandomNumberGenerator {
    private var count: UInt64 = 0

    mutating func next() -> UInt64 {
        defer { count += 1 }
        return count
    }
}
