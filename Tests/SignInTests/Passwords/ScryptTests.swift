import Crypto
import Testing

@testable import SignIn

@Suite("scrypt and its cost") struct ScryptTests {
    struct Vector: CustomTestStringConvertible {
        let password: String
        let salt: String
        let logN: Int
        let r: Int
        let p: Int
        let key: String
        var testDescription: String { "scrypt(\"\(password)\", \"\(salt)\", 2^\(logN), \(r), \(p))" }
    }

    /// Source: RFC 7914 section 12; the fourth vector takes 1 GiB and is refused by ``ScryptCost``.
    static let vectors = [
        Vector(
            password: "", salt: "", logN: 4, r: 1, p: 1,
            key: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"),
        Vector(
            password: "password", salt: "NaCl", logN: 10, r: 8, p: 16,
            key: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
        Vector(
            password: "pleaseletmein", salt: "SodiumChloride", logN: 14, r: 8, p: 1,
            key: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
    ]

    @Test(arguments: vectors) func `keys are those of RFC 7914`(vector: Vector) throws {
        let cost = try #require(ScryptCost(logN: vector.logN, r: vector.r, p: vector.p))
        let key = try #require(
            deriveScryptKey(
                password: Array(vector.password.utf8), salt: Array(vector.salt.utf8), cost: cost, byteCount: 64))
        #expect(hex(key) == vector.key)
    }

    @Test func `OWASP's cost is N = 2^15, r = 8, p = 3, and takes under 33 MiB`() {
        #expect(ScryptCost.owasp == ScryptCost(logN: 15, r: 8, p: 3))
        #expect(ScryptCost.owasp.description == "ln=15,r=8,p=3")
        #expect(ScryptCost.owasp.memory < 33 << 20)
    }

    @Test(arguments: [(0, 8, 1), (21, 8, 1), (-1, 8, 1), (10, 0, 1), (10, 17, 1), (10, 8, 0), (10, 8, 65), (64, 8, 1)])
    func `a cost outside its ranges is refused`(logN: Int, r: Int, p: Int) {
        #expect(ScryptCost(logN: logN, r: r, p: p) == nil)
    }

    @Test(arguments: [(20, 8, 1), (18, 8, 1), (18, 16, 1), (16, 16, 16), (16, 1, 1), (20, 1, 1)])
    func `a cost that takes too much memory or time, or that scrypt forbids, is refused`(logN: Int, r: Int, p: Int) {
        #expect(ScryptCost(logN: logN, r: r, p: p) == nil)
    }

    @Test(arguments: [1, 2, 7, 8, 15, 16]) func `every block size that is taken can be computed`(r: Int) throws {
        for (logN, p) in [(1, 1), (1, 64), (4, 1), (4, 3), (10, 1)] {
            let cost = try #require(ScryptCost(logN: logN, r: r, p: p))
            #expect(deriveScryptKey(password: [1], salt: [2], cost: cost, byteCount: 32) != nil, "\(cost)")
        }
    }

    @Test func `what a cheaper hash leaves over is about what is missing`() throws {
        let present = ScryptCost.owasp
        for logN in 1...15 {
            for (r, p) in [(8, 1), (8, 2), (1, 1), (16, 1)] {
                guard let spent = ScryptCost(logN: logN, r: r, p: p), spent.steps < present.steps else { continue }
                let rest = try #require(present.remainder(after: spent), "\(spent)")
                let total = Double(spent.steps + rest.steps) / Double(present.steps)
                #expect((0.9...1.1).contains(total), "\(spent) and \(rest) make \(total)")
            }
        }
        #expect(present.remainder(after: present) == nil)
        #expect(ScryptCost(logN: 4, r: 1, p: 1)?.remainder(after: present) == nil)
    }

    private func hex(_ key: SymmetricKey) -> String {
        // The pointer does not leave the closure.
        unsafe key.withUnsafeBytes { bytes in
            unsafe bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
