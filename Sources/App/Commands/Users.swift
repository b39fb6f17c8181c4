import ArgumentParser
import Foundation
import Portero

/// `portero users …`: the accounts of `DATABASE_URL`.
struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add, list and change the accounts that may sign in.",
        subcommands: [Add.self, List.self, Passwd.self, Disable.self, Enable.self, Remove.self])

    struct Name: ParsableArguments {
        @Option(help: "What the user types to sign in.")
        var username: String
    }

    struct Password: ParsableArguments {
        @Flag(help: "Read the password, one line, from standard input.")
        var passwordStdin = false

        func validate() throws {
            if !passwordStdin { throw ValidationError("expected --password-stdin and the password on standard input") }
        }

        func read() throws -> String {
            try readLine("the password")
        }
    }

    /// What `add` reads from standard input; neither is ever an argument, which other users of the machine see.
    enum Proof: EnumerableFlag {
        case passwordStdin, hashStdin

        static func help(for proof: Proof) -> ArgumentHelp? {
            switch proof {
            case .passwordStdin: "Read the password, one line, from standard input."
            case .hashStdin:
                """
                Read the password's hash, one line, from standard input: scrypt's as a PHC string, or bcrypt's where \
                BCRYPT_COST is set.
                """
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add an account.")
        @OptionGroup var name: Name
        @Option(name: .customLong("name"), help: "The full name, as pages show it.")
        var fullName: String
        @Option(help: "What names the user for good: an integer or a text; the next integer by default.")
        var usrId: String?
        @Flag var proof: Proof

        func run() async throws {
            try await withAccounts { accounts in
                let account = try await add(to: accounts.registry)
                print("added \(account.username) as \(account.usrId)")
            }
        }

        private func add(to registry: AccountRegistry) async throws -> Account {
            let id = usrId.map { Int($0).map(UserID.integer) ?? .text($0) }
            return switch proof {
            case .passwordStdin:
                try await registry.add(
                    username: name.username, name: fullName, password: readLine("the password"), usrId: id)
            case .hashStdin:
                try await registry.add(
                    username: name.username, name: fullName, passwordHash: PasswordHash(phc: readLine("the hash")),
                    usrId: id)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: """
                List the accounts: usrId, username, state, name, separated by tabs; behind them, why no password can \
                match, where none can.
                """)

        func run() async throws {
            try await withAccounts { accounts in
                for account in try await accounts.registry.accounts() {
                    let state = account.isDisabled ? "disabled" : "enabled"
                    let fault = accounts.hasher.fault(of: account.passwordHash).map { ["\($0)"] } ?? []
                    let columns = ["\(account.usrId)", account.username, state, account.name] + fault
                    print(columns.joined(separator: "\t"))
                }
            }
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a password, and end the user's sessions.")
        @OptionGroup var name: Name
        @OptionGroup var password: Password

        func run() async throws {
            try await withAccounts { accounts in
                try await accounts.registry.setPassword(password.read(), of: name.username)
                try await accounts.endSessions(of: name.username)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Disable an account, and end its user's sessions.")
        @OptionGroup var name: Name

        func run() async throws {
            try await withAccounts { accounts in
                _ = try await accounts.registry.setDisabled(true, of: name.username)
                try await accounts.endSessions(of: name.username)
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Enable an account again.")
        @OptionGroup var name: Name

        func run() async throws {
            try await withAccounts { accounts in
                _ = try await accounts.registry.setDisabled(false, of: name.username)
                print("enabled \(name.username)")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an account, and end its user's sessions.")
        @OptionGroup var name: Name

        func run() async throws {
            try await withAccounts { accounts in
                let account = try await accounts.registry.remove(name.username)
                let ended = try await accounts.storage.endSessions(of: account.usrId)
                print("removed \(account.username); sessions ended: \(ended)")
            }
        }
    }
}

/// The accounts of `DATABASE_URL` and the sessions of `SESSION_STORE`, for one command.
private struct Accounts {
    let storage: Storage
    let hasher: PasswordHasher
    let registry: AccountRegistry

    func endSessions(of username: String) async throws {
        guard let account = try await storage.accounts.account(named: username) else { return }
        print("changed \(username); sessions ended: \(try await storage.endSessions(of: account.usrId))")
    }
}

/// One line of standard input.
private func readLine(_ what: String) throws -> String {
    guard let line = Swift.readLine(strippingNewline: true) else {
        throw ValidationError("standard input is empty, expected \(what), one line")
    }
    return line
}

private func withAccounts(_ body: (Accounts) async throws -> Void) async throws {
    let settings = try Settings(ProcessInfo.processInfo.environment, servesPages: false)
    let storage = try await Storage(settings)
    let hasher = settings.hasher
    let registry = AccountRegistry(store: storage.accounts, hasher: hasher, queue: HashingQueue())
    try await body(Accounts(storage: storage, hasher: hasher, registry: registry))
    await storage.close()
}
