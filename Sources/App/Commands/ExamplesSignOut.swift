public import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Portero
import SQLiteStores
import ServiceLifecycle
public import SignOutExamples
import Tokens

extension Examples {
    /// `portero examples sign-out SYSTEM`.
    struct SignOut: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-out",
            abstract: "Serve one of the five sign-out systems at its real paths, for the user demo.",
            discussion: """
                The judicial backend revokes at the service of AUTH_SERVICE_URL; without one, at a stand-in on the port \
                behind its own.
                """)

        @Argument(help: "vlife, demet, sociapp, judicial or database.")
        var system: SignOutSystem

        @Option(help: "The port to listen on, on 127.0.0.1.")
        var port = 8080

        @Option(help: "A SQLite file for sessions, tokens and denials; without one, a new file that is removed again.")
        var database: String?

        @Option(help: "Other origins whose pages may call, between commas.")
        var origins: String?

        @Flag(help: "SociApp revokes what it can.")
        var revoking = false

        @Option(help: "The folder of the EJS views, for vlife.")
        var views = "Views"

        func validate() throws {
            guard (1...65_534).contains(port) else {
                throw ValidationError("--port is \(port), expected a number from 1 to 65534")
            }
        }

        func run() async throws {
            if let database { return try await serve(database) }
            let folder = URL.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await serve(folder.appending(path: "example.sqlite").path)
        }

        private func serve(_ file: String) async throws {
            var logger = Logger(label: "portero") { LineLogHandler(label: $0, .text) }
            logger.logLevel = .notice
            let database = try SQLiteDatabase(path: file)
            let password = String.random(length: 20)
            let parts = try parts(database, try await verifier(password), logger)
            let example = try await SignOutExample(system, of: parts)
            let app = Application(
                router: example.router(), server: .http1(limits: ServerLimits()),
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
                services: services(example, logger), onServerRunning: { _ in announce(password) }, logger: logger)
            try await Shutdown(within: .seconds(10), logger).run(app)
            try database.close()
        }
    }
}

extension Examples.SignOut {
    private func parts(
        _ database: SQLiteDatabase, _ verifier: AccountVerifier, _ logger: Logger
    ) throws -> ExampleParts {
        let standIn = "http://127.0.0.1:\(port + 1)"
        let address = ProcessInfo.processInfo.environment["AUTH_SERVICE_URL"] ?? standIn
        var parts = ExampleParts(
            verifier: verifier, sessions: SQLiteSessionStore(database),
            families: SQLiteRefreshFamilyStore(database), denials: SQLiteDenyList(database),
            views: try Views(folder: views), authService: try RemoteService(address, path: AuthService.path),
            secret: .random(length: 48), logger: logger)
        parts.revokes = revoking
        if let origins { parts.trustedOrigins = try TrustedOrigins(origins) }
        return parts
    }

    /// Knows the user demo.
    private func verifier(_ password: String) async throws -> AccountVerifier {
        let (accounts, hasher, queue) = (MemoryAccountStore(), PasswordHasher(), HashingQueue())
        let registry = AccountRegistry(store: accounts, hasher: hasher, queue: queue)
        _ = try await registry.add(username: "demo", name: "Demostración", password: password)
        return AccountVerifier(accounts: accounts, hasher: hasher, queue: queue)
    }

    private func announce(_ password: String) {
        let paths = system.paths
        say("\(system.rawValue) at http://127.0.0.1:\(port)   username: demo   password: \(password)")
        say("sign in: POST \(paths.signIn)   protected: GET \(paths.protected)")
        if let refresh = paths.refresh { say("refresh: POST \(refresh)") }
        say("sign out: \(paths.method) \(paths.signOut)")
    }

    /// The stand-in, where it is wanted, and what the example needs.
    private func services(_ example: SignOutExample, _ logger: Logger) -> [any Service] {
        var services = example.services
        if system == .judicial, let tokens = example.tokens,
            ProcessInfo.processInfo.environment["AUTH_SERVICE_URL"] == nil
        {
            services.append(
                Application(
                    router: AuthService.router(tokens),
                    configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port + 1)),
                    logger: logger))
        }
        return services
    }
}

extension SignOutSystem: ExpressibleByArgument {}
