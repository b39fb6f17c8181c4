import Foundation
import Hummingbird
import Logging
import NIOCore
import Portero
import ServiceLifecycle

/// The hosted app with its stores, listening.
struct Server: Sendable {
    private let settings: Settings
    private let storage: Storage
    private let site: Site
    private let registry: AccountRegistry
    private let logger: Logger

    /// Opens the stores and compiles the views.
    ///
    /// - Throws: where a store cannot be opened, or a view is broken.
    init(_ settings: Settings, views: String, publicFolder: String) async throws {
        var logger = Logger(label: "portero") { LineLogHandler(label: $0, settings.logFormat) }
        logger.logLevel = settings.logLevel
        self.settings = settings
        self.logger = logger
        storage = try await Storage(settings)
        let hasher = settings.hasher
        let queue = HashingQueue()
        registry = AccountRegistry(store: storage.accounts, hasher: hasher, queue: queue)
        site = Site(
            keeper: try SessionKeeper(store: storage.sessions, secrets: settings.secrets, logger: logger),
            verifier: AccountVerifier(accounts: storage.accounts, hasher: hasher, queue: queue),
            views: try Views(folder: views, reloads: settings.isDevelopment),
            publicFiles: try PublicFiles(folder: publicFolder, reloads: settings.isDevelopment),
            checks: [.sessions(storage.sessions), .accounts(storage.accounts)],
            accessLog: settings.logsAccess ? LogWriter(settings.logFormat) : nil,
            trustedProxies: settings.trustedProxies, trustedOrigins: settings.trustedOrigins)
    }

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        if settings.isDevelopment { try await addFirstAccount() }
        let app = Application(
            router: site.makeRouter(),
            server: .http1(limits: limits, behind: settings.trustedProxies),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            services: services,
            onServerRunning: { channel in announce(channel.localAddress?.port ?? settings.port) },
            logger: logger)
        let shutdown = Shutdown(within: settings.shutdownTime, logger)
        try await shutdown.run(app)
        await storage.close()
    }

    /// As many connections as there may be open files, but for those that the stores need.
    private var limits: ServerLimits {
        var limits = ServerLimits()
        if let files = OpenFiles.raiseLimit() { limits.connections = min(limits.connections, max(64, files - 64)) }
        return limits
    }

    /// What ends last stands first.
    private var services: [any Service] {
        let housekeeping = SessionHousekeeping(site.keeper)
        return site.accessLog.map { [$0, housekeeping] } ?? [housekeeping]
    }

    private func announce(_ port: Int) {
        let url = "http://\(settings.host):\(port)"
        switch settings.logFormat {
        case .text: say("Portero is listening on \(url)")
        case .json: logger.notice("Portero is listening", metadata: ["url": "\(url)"])
        }
    }

    /// A first start in development needs somebody who can sign in.
    private func addFirstAccount() async throws {
        guard try await storage.accounts.accounts().isEmpty else { return }
        let password = String.random(length: 20)
        _ = try await registry.add(username: "admin", name: "Administración", password: password)
        say("There was no account yet. Sign in as: admin   password: \(password)   (told only once)")
    }
}
