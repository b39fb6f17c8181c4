import HTTPCookies
public import Sessions
public import SignIn

/// What every store of refresh families promises, as tests that any store can run.
///
/// ```swift
/// @Test(arguments: RefreshFamilyContract.promises)
/// func `keeps its promise`(_ promise: RefreshFamilyContract.Promise) async throws {
///     try await promise.check { clock in MyFamilyStore(clock: clock) }
/// }
/// ```
public enum RefreshFamilyContract {
    /// One promise, named by a sentence.
    public struct Promise: Sendable, CustomStringConvertible {
        /// The promise.
        public let description: String
        private let keep: @Sendable (FamilyBench) async throws -> Void

        init(_ description: String, keep: @escaping @Sendable (FamilyBench) async throws -> Void) {
            self.description = description
            self.keep = keep
        }

        /// Tries the promise on a store.
        ///
        /// - Parameter make: a new and empty store that goes by the clock given.
        /// - Throws: ``BrokenPromise``, or what the store or `make` throws.
        public func check(_ make: (any WallClock) async throws -> any RefreshFamilyStore) async throws {
            let clock = ManualClock()
            try await keep(FamilyBench(store: make(clock), clock: clock))
        }
    }

    /// All promises; each wants a store of its own.
    public static let promises: [Promise] = keeping + rotating + revoking + racing
}

/// A new store of refresh families, its clock, and what a promise needs to work with them.
struct FamilyBench: Sendable {
    let store: any RefreshFamilyStore
    let clock: ManualClock

    /// The refresh token with this number.
    func token(_ number: Int) -> RefreshToken {
        var generator = SeededGenerator(seed: UInt64(number))
        return RefreshToken(using: &generator)
    }

    /// The sign-in with this number.
    func signIn(_ number: Int) -> SignInID {
        var generator = SeededGenerator(seed: UInt64(number) + 1_000_000)
        return .random(using: &generator)
    }

    /// A family whose live token is the one with this number; its sign-in is of the same number unless said otherwise.
    func family(
        _ number: Int, signIn: Int? = nil, user: User = User(name: "Ana Pérez", usrId: .integer(42)),
        life: Duration = .seconds(100), limit: Duration = .seconds(1000)
    ) -> RefreshFamily {
        let token = token(number)
        return RefreshFamily(
            key: token.family, signIn: self.signIn(signIn ?? number), user: user, live: token.digest,
            expiry: clock.now() + life, limit: clock.now() + limit)
    }

    /// Begins a family and expects that this works.
    @discardableResult
    func begin(_ family: RefreshFamily) async throws -> RefreshFamily {
        try expect("begin", await store.begin(family), is: true)
        return family
    }

    /// Trades one token for another.
    func rotate(
        _ family: RefreshFamily, from token: RefreshTokenDigest, to next: Int, life: Duration = .seconds(100)
    ) async throws -> Rotation {
        try await store.rotate(family.key, from: token, to: self.token(next).digest, until: clock.now() + life)
    }
}
