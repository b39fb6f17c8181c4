import NIOCore
import NIOPosix
import NIOSSL
import Sessions

/// Why a line gave no reply; its words hold no key, no value and no password.
enum LineFault: Error, Hashable {
    /// There is no connection, and the reason may pass.
    case unreachable(String)
    /// The server, or its certificate, is refused; trying again at once is of no use.
    case rejected(String)
    /// The connection ended while replies were owed.
    case lost(String)
    /// No reply within the time limit.
    case timedOut
    /// Too many commands wait for a connection.
    case overloaded
    /// The client was closed.
    case closed

    /// For an error's text.
    var words: String {
        switch self {
        case .unreachable(let words), .rejected(let words), .lost(let words): words
        case .timedOut: "no reply within the time limit"
        case .overloaded: "too many commands wait for a connection"
        case .closed: "the client is closed"
        }
    }

    /// What those are told who were on the same connection.
    var forOthers: LineFault {
        self == .timedOut ? .lost("the connection was ended, since another command got no reply in time") : self
    }
}

extension LineFault {
    /// What NIO and NIOSSL say.
    init(_ error: any Error) {
        switch error {
        case let fault as LineFault: self = fault
        case let fault as RESPFault: self = .lost(fault.words)
        case let error as NIOConnectionError:
            self =
                error.connectionErrors.first.map { LineFault($0.error) }
                ?? .unreachable("the host's name has no address")
        case is ChannelError: self = .unreachable("no connection within the time limit")
        case let error as IOError: self = .unreachable("cannot connect: errno \(error.errnoCode)")
        case NIOSSLError.handshakeFailed:
            self = .rejected("TLS: the handshake failed, or the certificate is not trusted")
        case NIOSSLError.uncleanShutdown: self = .lost("the server ended the connection")
        case is NIOSSLError: self = .rejected("TLS: the certificate cannot be verified")
        case is NIOSSLExtraError: self = .rejected("TLS: the certificate is not the host's")
        default: self = .unreachable("\(type(of: error))")
        }
    }
}

/// What became of a command.
enum Outcome: Sendable {
    /// The reply; several commands sent as one have theirs in an array.
    case reply(RESPValue)
    /// It was surely not sent.
    case unsent(LineFault)
    /// It was sent, and whether it was carried out is unknown.
    case lost(LineFault)
}
