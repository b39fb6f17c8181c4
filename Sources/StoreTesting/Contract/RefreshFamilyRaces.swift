import HTTPCookies
import Sessions
import SignIn

extension RefreshFamilyContract {
    static let racing: [Promise] = [
        Promise("of parallel trades of one token exactly one wins, and the others are shown it") { bench in
            let family = try await bench.begin(bench.family(1))
            let answers = try await inParallel(16) { number in
                try await bench.rotate(family, from: family.live, to: 100 + number)
            }
            let winners = answers.compactMap { if case .rotated(let family) = $0 { family } else { nil } }
            try expect("winners", winners.count, is: 1)
            try expect("losers", answers.count { $0 == .changed(winners[0]) }, is: 15)
            try expect("family", await bench.store.family(family.key), is: winners[0])
        },
        Promise("of parallel families under one key exactly one begins") { bench in
            let answers = try await inParallel(16) { number in
                try await bench.store.begin(bench.family(1, signIn: number))
            }
            try expect("winners", answers.count { $0 }, is: 1)
            try expect("families of the user", await bench.store.families(of: .integer(42)).count, is: 1)
        },
        Promise("a family that is revoked while its tokens are traded stays revoked") { bench in
            for round in 0..<30 {
                let family = try await bench.begin(bench.family(round * 100))
                _ = try await inParallel(6) { task in
                    guard task > 0 else { return _ = try await bench.store.revoke(family.signIn) }
                    var live = family.live
                    for step in 1...3 {
                        let number = round * 100 + task * 10 + step
                        guard case .rotated(let next) = try await bench.rotate(family, from: live, to: number) else {
                            return
                        }
                        live = next.live
                    }
                }
                try expect("family after the revocation", await bench.store.family(family.key), is: nil)
            }
            try expect("families of the user", await bench.store.families(of: .integer(42)), is: [])
        },
        Promise("any course of trades, revocations and hours leaves what a plain list would have") { bench in
            for seed: UInt64 in 0..<8 { try await compare(bench, seed: seed) }
        },
    ]

    /// Does the same to the store and to a plain list, as a seed decides, and compares each answer.
    private static func compare(_ bench: FamilyBench, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var list = PlainList()
        for step in 0..<120 {
            let family = bench.family(
                Int(seed) * 10 + Int.random(in: 0..<4, using: &generator),
                signIn: Int(seed) * 10 + Int.random(in: 0..<3, using: &generator),
                user: User(name: "\(seed)", usrId: .integer(Int(seed))),
                life: .seconds(Int.random(in: -1...30, using: &generator)))
            let now = bench.clock.now()
            list.families.removeAll { $0.expiry <= now }
            let what = "seed \(seed), step \(step)"
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1:
                try expect("\(what): begin", await bench.store.begin(family), is: list.begin(family, now))
            case 2, 3:
                let token = list.tokens.randomElement(using: &generator) ?? family.live
                let next = bench.token(1000 + step).digest
                let expiry = now + .seconds(20)
                let met = try await bench.store.rotate(family.key, from: token, to: next, until: expiry)
                try expect("\(what): rotate", met, is: list.rotate(family.key, token, next, now, expiry))
            case 4:
                try expect("\(what): revoke", await bench.store.revoke(family.signIn), is: list.revoke(family.signIn))
            default:
                bench.clock.advance(by: .seconds(Int.random(in: 0...15, using: &generator)))
                if Bool.random(using: &generator) { _ = try await bench.store.sweep() }
            }
        }
        let now = bench.clock.now()
        let left = try await bench.store.families(of: .integer(Int(seed)))
        try expect("seed \(seed): what is left", Set(left), is: Set(list.families.filter { now < $0.expiry }))
    }
}

/// Families one behind the other, as simple as can be.
private struct PlainList {
    var families: [RefreshFamily] = []

    var tokens: [RefreshTokenDigest] {
        families.flatMap { [$0.live, $0.live, $0.previous].compactMap { $0 } }
    }

    mutating func begin(_ family: RefreshFamily, _ now: Instant) -> Bool {
        guard !families.contains(where: { $0.key == family.key }) else { return false }
        if now < family.expiry { families.append(family) }
        return true
    }

    mutating func rotate(
        _ key: RefreshFamilyKey, _ token: RefreshTokenDigest, _ next: RefreshTokenDigest, _ now: Instant,
        _ expiry: Instant
    ) -> Rotation {
        guard let place = families.firstIndex(where: { $0.key == key }) else { return .missing }
        guard families[place].live == token else { return .changed(families[place]) }
        families[place] = families[place].rotated(to: next, at: now, until: expiry)
        return .rotated(families[place])
    }

    mutating func revoke(_ signIn: SignInID) -> Int {
        let old = families.count
        families.removeAll { $0.signIn == signIn }
        return old - families.count
    }
}
