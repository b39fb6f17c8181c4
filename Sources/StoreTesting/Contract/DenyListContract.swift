import HTTPCookies
public import Sessions
public import SignIn

/// What every deny list promises, as tests that any list can run.
///
/// ```swift
/// @Test(arguments: DenyListContract.promises)
/// func `keeps its promise`(_ promise: DenyListContract.Promise) async throws {
///     try await promise.check { clock in MyDenyList(clock: clock) }
/// }
/// ```
public enum DenyListContract {
    /// One promise, named by a sentence.
    public struct Promise: Sendable, CustomStringConvertible {
        /// The promise.
        public let description: String
        private let keep: @Sendable (any DenyList, ManualClock) async throws -> Void

        init(_ description: String, keep: @escaping @Sendable (any DenyList, ManualClock) async throws -> Void) {
            self.description = description
            self.keep = keep
        }

        /// Tries the promise on a list.
        ///
        /// - Parameter make: a new and empty list that goes by the clock given.
        /// - Throws: ``BrokenPromise``, or what the list or `make` throws.
        public func check(_ make: (any WallClock) async throws -> any DenyList) async throws {
            let clock = ManualClock()
            try await keep(make(clock), clock)
        }
    }

    /// All promises; each wants a list of its own.
    public static let promises: [Promise] = [
        Promise("an empty list denies nothing") { list, _ in
            try expect("denied", await list.denies(token(1), of: signIn(1)), is: false)
        },
        Promise("a token is denied by itself, and others of its sign-in are not") { list, clock in
            try await list.deny(.token(token(1)), until: clock.now() + .seconds(60))
            try expect("denied", await list.denies(token(1), of: signIn(1)), is: true)
            try expect("another denied", await list.denies(token(2), of: signIn(1)), is: false)
        },
        Promise("all tokens of a sign-in are denied with it, and others are not") { list, clock in
            try await list.deny(.signIn(signIn(1)), until: clock.now() + .seconds(60))
            for number in 1...3 {
                try expect("denied", await list.denies(token(number), of: signIn(1)), is: true)
                try expect("another denied", await list.denies(token(number), of: signIn(2)), is: false)
            }
        },
        Promise("a token and a sign-in of the same text are two") { list, clock in
            try await list.deny(.token(token(1)), until: clock.now() + .seconds(60))
            try expect("denied", await list.denies(token(2), of: named(token(1).text)), is: false)
            try await list.deny(.signIn(signIn(2)), until: clock.now() + .seconds(60))
            try expect("denied", await list.denies(tokenNamed(signIn(2).text), of: signIn(1)), is: false)
        },
        Promise("texts are compared byte for byte") { list, clock in
            try await list.deny(.signIn(named("a%_'\"b")), until: clock.now() + .seconds(60))
            for text in ["A%_'\"b", "a%_'\"", "axx'\"b", "a%_'\"bb"] {
                try expect("\(text) denied", await list.denies(token(1), of: named(text)), is: false)
            }
            try expect("denied", await list.denies(token(1), of: named("a%_'\"b")), is: true)
        },
        Promise("a denial stands until a millisecond before its end") { list, clock in
            try await list.deny(.token(token(1)), until: clock.now() + .milliseconds(5000))
            clock.advance(by: .milliseconds(4999))
            try expect("denied", await list.denies(token(1), of: signIn(1)), is: true)
            clock.advance(by: .milliseconds(1))
            try expect("denied at the end", await list.denies(token(1), of: signIn(1)), is: false)
        },
        Promise("a second denial makes the first one longer, never shorter") { list, clock in
            let now = clock.now()
            try await list.deny(.token(token(1)), until: now + .seconds(10))
            try await list.deny(.token(token(1)), until: now + .seconds(30))
            try await list.deny(.token(token(1)), until: now + .seconds(5))
            clock.advance(by: .seconds(29))
            try expect("denied", await list.denies(token(1), of: signIn(1)), is: true)
            clock.advance(by: .seconds(1))
            try expect("denied at the end", await list.denies(token(1), of: signIn(1)), is: false)
        },
        Promise("a sweep removes exactly the ended and tells how many") { list, clock in
            for number in 1...5 { try await list.deny(.token(token(number)), until: clock.now() + .seconds(1)) }
            for number in 6...8 { try await list.deny(.token(token(number)), until: clock.now() + .seconds(60)) }
            try expect("first sweep", await list.sweep(), is: 0)
            clock.advance(by: .seconds(1))
            try expect("second sweep", await list.sweep(), is: 5)
            try expect("third sweep", await list.sweep(), is: 0)
            for number in 6...8 { try expect("denied", await list.denies(token(number), of: signIn(1)), is: true) }
        },
        Promise("a list that has become empty denies again") { list, clock in
            for round in 1...3 {
                try await list.deny(.token(token(round)), until: clock.now() + .seconds(1))
                try expect("denied", await list.denies(token(round), of: signIn(1)), is: true)
                clock.advance(by: .seconds(1))
                _ = try await list.sweep()
                try expect("denied afterwards", await list.denies(token(round), of: signIn(1)), is: false)
            }
        },
        Promise("whoever asks after a denial was acknowledged is told, whoever else asks or denies") { list, clock in
            let end = clock.now() + .seconds(60)
            _ = try await inParallel(16) { number in
                try await list.deny(.token(token(number)), until: end)
                try expect("denied", await list.denies(token(number), of: signIn(1)), is: true)
                try expect("another denied", await list.denies(token(100 + number), of: signIn(1)), is: false)
            }
        },
    ]

    private static func token(_ number: Int) -> TokenID {
        var generator = SeededGenerator(seed: UInt64(number))
        return .random(using: &generator)
    }

    private static func signIn(_ number: Int) -> SignInID {
        var generator = SeededGenerator(seed: UInt64(number) + 1_000_000)
        return .random(using: &generator)
    }

    private static func named(_ text: String) throws(BrokenPromise) -> SignInID {
        guard let signIn = SignInID(text) else {
            throw BrokenPromise(subject: "the promise's own sid", met: text, expected: "visible characters")
        }
        return signIn
    }

    private static func tokenNamed(_ text: String) throws(BrokenPromise) -> TokenID {
        guard let token = TokenID(text) else {
            throw BrokenPromise(subject: "the promise's own jti", met: text, expected: "visible characters")
        }
        return token
    }
}
