import Crypto
import Synchronization

@testable import SignIn

/// Notes the cost of each hash that is computed.
final class Recorder: Sendable {
    private let noted = Mutex<[ScryptCost]>([])

    var costs: [ScryptCost] {
        noted.withLock { $0 }
    }

    func forget() {
        noted.withLock { $0 = [] }
    }

    var derive: KeyDerivation {
        { [self] password, salt, cost, byteCount in
            noted.withLock { $0.append(cost) }
            return deriveScryptKey(password: password, salt: salt, cost: cost, byteCount: byteCount)
        }
    }
}
