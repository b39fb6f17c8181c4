import Crypto
import Synchronization

@testable import SignIn

/// Notes the cost of each hash that is computed.
final class Recorder: Sendable {
    private let noted = Mutex<[ScryptCost]>([])
    private let notedOfBcrypt = Mutex<[BcryptCost]>([])

    var costs: [ScryptCost] {
        noted.withLock { $0 }
    }

    var bcryptCosts: [BcryptCost] {
        notedOfBcrypt.withLock { $0 }
    }

    func forget() {
        noted.withLock { $0 = [] }
        notedOfBcrypt.withLock { $0 = [] }
    }

    func hasher(_ cost: ScryptCost, bcryptLimit: BcryptCost?) -> PasswordHasher {
        PasswordHasher(cost: cost, bcryptLimit: bcryptLimit, derive: derive) { [self] password, salt, cost in
            notedOfBcrypt.withLock { $0.append(cost) }
            return bcryptOfThisSystem?(password, salt, cost)
        }
    }

    var derive: KeyDerivation {
        { [self] password, salt, cost, byteCount in
            noted.withLock { $0.append(cost) }
            return deriveScryptKey(password: password, salt: salt, cost: cost, byteCount: byteCount)
        }
    }
}
