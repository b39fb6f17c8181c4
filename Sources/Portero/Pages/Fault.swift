import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Sessions
import SignIn

/// What an error that ended a request means to its client.
enum Fault {
    /// An error that says itself what the client is to be told.
    case stated(any HTTPResponseError)
    /// A store that failed, where no session middleware has told so yet.
    case store(StoreError)
    /// The request was called off: the server stops.
    case cancelled
    /// Anything else: the client learns nothing of it.
    case unexpected(any Error)

    /// - Parameters:
    ///   - error: what was thrown.
    ///   - request: the request that it ended.
    init(_ error: any Error, of request: Request) {
        switch error {
        case let error as any HTTPResponseError: self = .stated(error)
        case let error as StoreError: self = .store(error)
        case VerificationError.store(let error): self = .store(error)
        case VerificationError.busy(let delay): self = .stated(HTTPError(busyFor: delay))
        // Without a body it comes from elsewhere, such as a client that the handler has of its own.
        case is HTTPParserError where request.hasBody: self = .stated(HTTPError.brokenBody)
        case is URLEncodedFormError: self = .stated(HTTPError(.badRequest, message: "malformed form"))
        case is CancellationError where Task.isCancelled: self = .cancelled
        default: self = .unexpected(error)
        }
    }

    /// Whether the status is below 500.
    var isOfTheClient: Bool {
        switch self {
        case .stated(let error): error.status.code < 500
        case .store, .cancelled, .unexpected: false
        }
    }

    /// What the log is told of a fault.
    struct Report {
        let level: Logger.Level
        let message: Logger.Message
        let cause: String
    }

    /// `nil` for what the client did wrong, and for a status from 500 on that says nothing more.
    var report: Report? {
        switch self {
        case .stated(let error as HTTPError):
            error.status.code < 500
                ? nil : error.body.map { Report(level: .error, message: "an error ended a request", cause: $0) }
        case .stated(let error):
            error.status.code < 500
                ? nil : Report(level: .error, message: "an error ended a request", cause: "\(error)")
        case .store(let error): Report(level: .error, message: "a store failed", cause: "\(error)")
        case .cancelled: Report(level: .debug, message: "a request was called off", cause: "the server stops")
        case .unexpected(let error):
            Report(level: .error, message: "an unexpected error ended a request", cause: "\(error)")
        }
    }
}

extension HTTPError {
    /// For so many passwords that none more can be checked now.
    fileprivate init(busyFor delay: Duration) {
        let seconds = max(1, Int(delay.components.seconds))
        self.init(.serviceUnavailable, headers: [.retryAfter: String(seconds)])
    }
}
