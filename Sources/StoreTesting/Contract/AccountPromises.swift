import Sessions
import SignIn

extension AccountContract {
    static let adding: [Promise] = [
        Promise("an unknown username is nil") { store in
            try expect("account", await store.account(named: "ana"), is: nil)
            try expect("accounts", await store.accounts(), is: [])
        },
        Promise("what was added is found as it was, disabled or not") { store in
            for (number, isDisabled) in [false, true].enumerated() {
                var added = account("user\(number)", .integer(number))
                added.name = "Ñandú O'Brien \"🙂\" \\ %"
                added.isDisabled = isDisabled
                try expect("add", await store.add(added), is: nil)
                try expect("account", await store.account(named: "user\(number)"), is: added)
            }
        },
        Promise("usernames are compared byte for byte") { store in
            let names = ["ana", "Ana", "ana ", "\u{E1}na", "a\u{301}na", "an%", "an_"]
            for (number, name) in names.enumerated() {
                try expect("add of \(name)", await store.add(account(name, .integer(number))), is: nil)
            }
            for (number, name) in names.enumerated() {
                let found = try await store.account(named: name)
                try expect("account of \(name)", found?.usrId, is: .integer(number))
            }
        },
        Promise("a usrId comes back as it came, a number or a text") { store in
            let ids: [UserID] = [
                .integer(42), .text("42"), .text("042"), .text("42.0"), .integer(0), .integer(-1), .integer(.max),
                .integer(.min), .text(""), .text("1e3"), .text("\u{E9}"), .text("a'b\"c"),
            ]
            for (number, id) in ids.enumerated() {
                try expect("add with \(id)", await store.add(account("user\(number)", id)), is: nil)
            }
            for (number, id) in ids.enumerated() {
                try expect("usrId", await store.account(named: "user\(number)")?.usrId, is: id)
            }
        },
        Promise("a taken username is refused, and nothing is written") { store in
            _ = try await store.add(account("ana", .integer(1)))
            try expect("add", await store.add(account("ana", .integer(2))), is: .username)
            try expect("accounts", await store.accounts(), is: [account("ana", .integer(1))])
        },
        Promise("a taken usrId is refused, and nothing is written") { store in
            _ = try await store.add(account("ana", .integer(1)))
            try expect("add", await store.add(account("bea", .integer(1))), is: .usrId)
            try expect("account", await store.account(named: "bea"), is: nil)
        },
        Promise("of parallel additions of one username exactly one wins") { store in
            let conflicts = try await inParallel(8) { try await store.add(account("ana", .integer($0))) }
            try expect("winners", conflicts.count { $0 == nil }, is: 1)
            try expect("losers", conflicts.count { $0 == .username }, is: 7)
        },
        Promise("all accounts come by username, in the order of their bytes") { store in
            for (number, name) in ["bea", "ana", "Zoe", "ana2", "ñu"].enumerated() {
                _ = try await store.add(account(name, .integer(number)))
            }
            let names = try await store.accounts().map(\.username)
            try expect("usernames", names, is: ["Zoe", "ana", "ana2", "bea", "ñu"])
        },
    ]

    static let changing: [Promise] = [
        Promise("an account is disabled and enabled, and nothing else of it changes") { store in
            let ana = account("ana", .integer(1))
            _ = try await store.add(ana)
            _ = try await store.add(account("bea", .integer(2)))
            var disabled = ana
            disabled.isDisabled = true
            try expect("disabled", await store.setDisabled(true, of: "ana"), is: disabled)
            try expect("account", await store.account(named: "ana"), is: disabled)
            try expect("another account", await store.account(named: "bea"), is: account("bea", .integer(2)))
            try expect("enabled", await store.setDisabled(false, of: "ana"), is: ana)
        },
        Promise("to disable an unknown username answers nil and adds nothing") { store in
            try expect("disabled", await store.setDisabled(true, of: "ana"), is: nil)
            try expect("accounts", await store.accounts(), is: [])
        },
        Promise("a hash that is replaced does not enable a disabled account") { store in
            let ana = account("ana", .integer(1))
            _ = try await store.add(ana)
            _ = try await store.setDisabled(true, of: "ana")
            _ = try await store.replaceHash(of: "ana", ana.passwordHash, with: PasswordHash(phc: "$new$"))
            try expect("disabled", await store.account(named: "ana")?.isDisabled, is: true)
        },
        Promise("a hash is replaced only where the old one still stands") { store in
            let first = account("ana", .integer(1))
            _ = try await store.add(first)
            let (new, other) = (PasswordHash(phc: "$new$"), PasswordHash(phc: "$other$"))
            try expect("replaceHash", await store.replaceHash(of: "ana", first.passwordHash, with: new), is: true)
            try expect("stale", await store.replaceHash(of: "ana", first.passwordHash, with: other), is: false)
            try expect("unknown", await store.replaceHash(of: "bea", new, with: other), is: false)
            var expected = first
            expected.passwordHash = new
            try expect("account", await store.account(named: "ana"), is: expected)
        },
        Promise("of parallel replacements of one hash exactly one wins") { store in
            let first = account("ana", .integer(1))
            _ = try await store.add(first)
            let answers = try await inParallel(8) { number in
                try await store.replaceHash(of: "ana", first.passwordHash, with: PasswordHash(phc: "$\(number)$"))
            }
            try expect("winners", answers.count { $0 }, is: 1)
        },
        Promise("remove gives the account, and frees its username and usrId") { store in
            let first = account("ana", .integer(1))
            _ = try await store.add(first)
            try expect("first remove", await store.remove("ana"), is: first)
            try expect("second remove", await store.remove("ana"), is: nil)
            try expect("account", await store.account(named: "ana"), is: nil)
            try expect("add", await store.add(first), is: nil)
        },
    ]

    private static func account(_ username: String, _ usrId: UserID) -> Account {
        Account(
            usrId: usrId, username: username, name: "Name of \(username)",
            passwordHash: PasswordHash(phc: "$scrypt$ln=1,r=8,p=1$c2FsdA$\(username)"))
    }
}
