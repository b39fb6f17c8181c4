import HTTPCookies
import Sessions
import SignIn

extension RefreshFamilyContract {
    static let keeping: [Promise] = [
        Promise("an unknown family is nil") { bench in
            try expect("family", await bench.store.family(bench.family(1).key), is: nil)
        },
        Promise("what was begun is found as it was") { bench in
            let ids: [UserID] = [
                .integer(42), .text("42"), .text(""), .integer(.max), .integer(.min), .text("a'b\"c\0d"),
                .text("\u{E9}"), .text("e\u{301}"), .text("🙂"),
            ]
            for (number, id) in ids.enumerated() {
                let user = User(name: "Ñandú O'Brien \"🙂\" \\ % \0", usrId: id)
                let family = try await bench.begin(bench.family(number, user: user))
                try expect("family of \(id)", await bench.store.family(family.key), is: family)
            }
            for (number, id) in ids.enumerated() {
                let found = try await bench.store.families(of: id).map(\.key)
                try expect("families of \(id)", found, is: [bench.family(number).key])
            }
        },
        Promise("a taken key is refused, and nothing is written") { bench in
            let first = try await bench.begin(bench.family(1))
            let other = User(name: "Bea", usrId: .integer(7))
            try expect("begin", await bench.store.begin(bench.family(1, signIn: 2, user: other)), is: false)
            try expect("family", await bench.store.family(first.key), is: first)
            try expect("families of the other", await bench.store.families(of: other.usrId), is: [])
        },
        Promise("a family is there until a millisecond before its expiry") { bench in
            let family = try await bench.begin(bench.family(1, life: .milliseconds(5000)))
            bench.clock.advance(by: .milliseconds(4999))
            try expect("family", await bench.store.family(family.key), is: family)
            try expect("families of the user", await bench.store.families(of: family.user.usrId), is: [family])
        },
        Promise("a family is gone at its expiry, for every operation") { bench in
            let family = try await bench.begin(bench.family(1, life: .milliseconds(5000)))
            bench.clock.advance(by: .milliseconds(5000))
            try expect("family", await bench.store.family(family.key), is: nil)
            try expect("families of the user", await bench.store.families(of: family.user.usrId), is: [])
            try expect("rotate", await bench.rotate(family, from: family.live, to: 2), is: .missing)
            try expect("revoke", await bench.store.revoke(family.signIn), is: 0)
            try await bench.begin(bench.family(1))
        },
        Promise("a sweep removes exactly the expired and tells how many") { bench in
            for number in 1...5 { try await bench.begin(bench.family(number, life: .seconds(1))) }
            for number in 6...8 { try await bench.begin(bench.family(number)) }
            try expect("first sweep", await bench.store.sweep(), is: 0)
            bench.clock.advance(by: .seconds(1))
            try expect("second sweep", await bench.store.sweep(), is: 5)
            try expect("third sweep", await bench.store.sweep(), is: 0)
            try expect("families of the user", await bench.store.families(of: .integer(42)).count, is: 3)
        },
    ]

    static let rotating: [Promise] = [
        Promise("a traded token is the one before, and the next one is live") { bench in
            let family = try await bench.begin(bench.family(1))
            bench.clock.advance(by: .milliseconds(1234))
            let expected = family.rotated(
                to: bench.token(2).digest, at: bench.clock.now(), until: bench.clock.now() + .seconds(100))
            try expect("rotate", await bench.rotate(family, from: family.live, to: 2), is: .rotated(expected))
            try expect("family", await bench.store.family(family.key), is: expected)
            try expect("families of the user", await bench.store.families(of: family.user.usrId), is: [expected])
            try expect("the token before", expected.previous, is: family.live)
        },
        Promise("a token that is not live is not traded, and nothing changes") { bench in
            let family = try await bench.begin(bench.family(1))
            _ = try await bench.rotate(family, from: family.live, to: 2)
            let now = try await bench.store.family(family.key)
            for token in [family.live, bench.token(9).digest] {
                let answer = try await bench.rotate(family, from: token, to: 3)
                try expect("rotate", answer, is: now.map(Rotation.changed) ?? .missing)
            }
            try expect("family", await bench.store.family(family.key), is: now)
        },
        Promise("a trade of an unknown family says so and creates nothing") { bench in
            let family = bench.family(1)
            try expect("rotate", await bench.rotate(family, from: family.live, to: 2), is: .missing)
            try expect("family", await bench.store.family(family.key), is: nil)
        },
        Promise("a trade keeps a family beyond its first expiry, but not beyond its limit") { bench in
            let family = try await bench.begin(bench.family(1, life: .seconds(5), limit: .seconds(12)))
            bench.clock.advance(by: .seconds(4))
            _ = try await bench.rotate(family, from: family.live, to: 2, life: .seconds(5))
            bench.clock.advance(by: .seconds(4))
            _ = try await bench.rotate(family, from: bench.token(2).digest, to: 3, life: .seconds(5))
            let found = try await bench.store.family(family.key)
            try expect("expiry", found?.expiry, is: family.limit)
            bench.clock.advance(by: .seconds(4))
            try expect("family", await bench.store.family(family.key), is: nil)
        },
    ]

    static let revoking: [Promise] = [
        Promise("a sign-in's families are revoked together, others stay") { bench in
            let first = try await bench.begin(bench.family(1, signIn: 1))
            let second = try await bench.begin(bench.family(2, signIn: 1))
            let other = try await bench.begin(bench.family(3, signIn: 3))
            try expect("revoke", await bench.store.revoke(first.signIn), is: 2)
            try expect("revoke again", await bench.store.revoke(first.signIn), is: 0)
            for family in [first, second] {
                try expect("family", await bench.store.family(family.key), is: nil)
            }
            try expect("families of the user", await bench.store.families(of: .integer(42)), is: [other])
        },
        Promise("to revoke an unknown sign-in changes nothing") { bench in
            let family = try await bench.begin(bench.family(1))
            try expect("revoke", await bench.store.revoke(bench.signIn(2)), is: 0)
            try expect("family", await bench.store.family(family.key), is: family)
        },
        Promise("a revoked family does not come back by a trade") { bench in
            let family = try await bench.begin(bench.family(1))
            _ = try await bench.store.revoke(family.signIn)
            try expect("rotate", await bench.rotate(family, from: family.live, to: 2), is: .missing)
            try expect("family", await bench.store.family(family.key), is: nil)
        },
        Promise("a user's families are found by the exact id") { bench in
            let (number, text) = (User(name: "n", usrId: .integer(42)), User(name: "t", usrId: .text("42")))
            let ofNumber = try await bench.begin(bench.family(1, user: number))
            let ofText = try await bench.begin(bench.family(2, user: text))
            try expect("families of 42", await bench.store.families(of: .integer(42)), is: [ofNumber])
            try expect("families of \"42\"", await bench.store.families(of: .text("42")), is: [ofText])
            try expect("families of \"42\\0\"", await bench.store.families(of: .text("42\0")), is: [])
        },
    ]
}
