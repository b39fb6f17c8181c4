import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the server in good order: it takes no more connections, and what runs may finish, but not for ever.
struct Shutdown: Sendable {
    private let limit: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - limit: from SIGTERM or SIGINT to the end of the process.
    ///   - logger: is told what had to be abandoned.
    init(within limit: Duration, _ logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// Runs a service until SIGTERM or SIGINT.
    ///
    /// What still runs after four fifths of the limit is cancelled; what does not heed that is abandoned at the limit.
    func run(_ service: some Service) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [service, LastResort(limit: limit, logger: logger)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = limit * 4 / 5
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("requests that were still running were cancelled")
        }
    }
}

/// Ends the process where the other services do not end.
private struct LastResort: Service {
    let limit: Duration
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        // A thread that nobody waits for: a process that ends in good order does not hear of it.
        let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
            logger.error("requests that were still running were abandoned")
            exit(EXIT_FAILURE)
        }
    }
}
