import Foundation
import SignIn
import Testing

/// What bcryptjs made of some passwords; `record.cjs` beside the fixture says how.
struct BcryptHashes: Decodable {
    let hashes: [[String]]

    struct Row: Sendable, CustomTestStringConvertible {
        let password: String
        let hash: PasswordHash

        var testDescription: String { "\(password.utf8.count) bytes: \(password.debugDescription.prefix(30))" }

        var isTruncated: Bool { password.utf8.count > 72 }
    }

    static let loaded = Result {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/bcrypt/hashes", withExtension: "json"))
        return try JSONDecoder().decode(BcryptHashes.self, from: Data(contentsOf: file)).hashes.map { row in
            try #require(row.count == 2)
            return Row(password: row[0], hash: PasswordHash(phc: row[1]))
        }
    }

    static var rows: [Row] { (try? loaded.get()) ?? [] }
}
