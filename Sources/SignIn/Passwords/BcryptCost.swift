/// What one bcrypt hash costs: 2 to this power of rounds.
public struct BcryptCost: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number in a hash's text, which Node's libraries call `saltRounds`: 4...14.
    public let logRounds: Int

    /// What a cost may be; 14 takes about 0.8 s of a server's core, and each further step doubles it.
    public static let range = 4...14

    /// 10, which Node's `bcrypt` and `bcryptjs` take unless told: about 0.05 s of a server's core.
    public static let usual = BcryptCost(checked: 10)

    /// Takes what can be computed in bounded time, so that a hash in a store cannot stop the server.
    ///
    /// - Parameter logRounds: within ``range``.
    public init?(_ logRounds: Int) {
        guard Self.range.contains(logRounds) else { return nil }
        self.init(checked: logRounds)
    }

    private init(checked logRounds: Int) {
        self.logRounds = logRounds
    }

    /// Two digits, as a hash's text has it, such as `10`.
    public var description: String {
        (logRounds < 10 ? "0" : "") + String(logRounds)
    }

    /// The cheaper one is less.
    public static func < (left: BcryptCost, right: BcryptCost) -> Bool {
        left.logRounds < right.logRounds
    }

    /// Costs that together make up for what is missing after a cheaper one, to the round: 4, 5 and 6 after 4 for 7.
    func remainder(after spent: BcryptCost) -> [BcryptCost] {
        spent < self ? (spent.logRounds..<logRounds).map { BcryptCost(checked: $0) } : []
    }
}
