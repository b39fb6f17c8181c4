import Sessions

/// Why a call came to nothing.
///
/// Nothing here quotes a value, a statement or a connection string.
enum PostgresFault: Error, Hashable {
    /// The server refused it.
    case server(SQLState)
    /// There is no connection, and this is why.
    case unreachable(ConnectionFailure)
    /// The connection broke while a statement was under way: whether it took effect is not known.
    case broken
    /// No answer came in time; where the statement had begun, whether it took effect is not known.
    case tooSlow
    /// No connection was free in time; nothing was asked.
    case waitedTooLong
    /// The database was closed; nothing was asked.
    case closed
    /// The answer is not of the form that was asked for.
    case unreadable
    /// What the caller asked for cannot be; in words.
    case refused(String)

    var words: String {
        switch self {
        case .server(let state): state.words
        case .unreachable(let failure): failure.words
        case .broken: "the connection broke; whether the statement took effect is not known"
        case .tooSlow: "no answer in time"
        case .waitedTooLong: "no connection was free in time"
        case .closed: "the database is closed"
        case .unreadable: "an answer of another form than expected"
        case .refused(let words): words
        }
    }
}

extension PostgresFault {
    /// What it means where it happened before a connection was ready for use.
    var beforeAnythingWasAsked: PostgresFault {
        switch self {
        case .broken: .unreachable(.closedByServer)
        case .tooSlow: .unreachable(.tooSlow)
        case .server(let state): .unreachable(.refused(state))
        case .unreachable, .waitedTooLong, .closed, .unreadable, .refused: self
        }
    }
}

/// Why no connection came about, as far as it can be told without quoting libpq, which names user, host and database.
enum ConnectionFailure: Hashable, Sendable {
    case refused(SQLState)
    case nobodyListens
    case unknownHost
    case untrustedCertificate
    case certificateOfAnotherHost
    case noTLS
    case noRootCertificate
    case passwordWanted
    case closedByServer
    case tooSlow
    case other

    /// Reads what libpq says when it is told to give a server's errors as their codes only.
    ///
    /// - Parameter message: libpq's, in English.
    init(message: String) {
        let codes = message.split(separator: "\n").compactMap { line in
            line.dropLast(5).hasSuffix(":  ") ? SQLState(line.suffix(5)) : nil
        }
        if let code = codes.last {
            self = .refused(code)
        } else {
            self = Self.phrases.first { message.contains($0.phrase) }?.failure ?? .other
        }
    }

    private static let phrases: [(phrase: String, failure: ConnectionFailure)] = [
        ("certificate verify failed", .untrustedCertificate),
        ("does not match host name", .certificateOfAnotherHost),
        ("root certificate file", .noRootCertificate),
        ("does not support SSL", .noTLS),
        ("no password supplied", .passwordWanted),
        ("could not translate host name", .unknownHost),
        ("Connection refused", .nobodyListens),
        ("No such file or directory", .nobodyListens),
        ("server closed the connection", .closedByServer),
        ("timeout expired", .tooSlow),
    ]

    var words: String {
        switch self {
        case .refused(let state): "no connection: \(state.words)"
        case .nobodyListens: "no connection: nobody listens there"
        case .unknownHost: "no connection: the host's name is not known"
        case .untrustedCertificate: "no connection: the server's certificate is not trusted"
        case .certificateOfAnotherHost: "no connection: the server's certificate is for another host"
        case .noTLS: "no connection: the server offers no TLS"
        case .noRootCertificate: "no connection: there is no root certificate to check the server's with"
        case .passwordWanted: "no connection: the server wants a password"
        case .closedByServer: "no connection: the server closed it"
        case .tooSlow: "no connection in time"
        case .other: "no connection"
        }
    }
}

extension StoreError {
    init(_ operation: String, postgres fault: PostgresFault) {
        self.init(operation, .unavailable, cause: "PostgreSQL: " + fault.words)
    }
}
