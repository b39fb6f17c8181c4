public import NIOCore
import NIOPosix
import NIOSSL
public import Sessions
import Synchronization

/// A Redis or Valkey server, or a cluster of them, for the stores that share it.
///
/// One connection on each event loop is used by all tasks at once. It is made by the first call, and made anew whenever
/// it ends; an outage shorter than the time limit is waited out, and after that calls fail at once until the server is
/// back. Every call ends within ``RedisOptions/timeLimit``.
///
/// A command is sent a second time only where the first surely was not carried out, or where a second time does no
/// harm. Errors hold no key, no value and no password.
public final class RedisClient: Sendable {
    private let lines: [RedisLine]
    private let turn = Atomic<Int>(0)
    private let timeLimit: TimeAmount

    /// Connects at the first call.
    ///
    /// - Parameters:
    ///   - url: where the server is.
    ///   - options: how it is spoken to.
    ///   - group: the event loops to work on; `nil`: those that NIO keeps for everybody.
    /// - Throws: ``Sessions/StoreError`` where the file of certificates cannot be read.
    public init(
        _ url: RedisURL, options: RedisOptions = RedisOptions(),
        group: (any EventLoopGroup)? = nil
    ) throws(StoreError) {
        timeLimit = TimeAmount(options.timeLimit)
        let settings = LineSettings(
            host: url.addresses[0].host, port: url.addresses[0].port,
            tls: url.isEncrypted ? try Self.tls(options) : nil, login: url.login, database: url.database,
            timeLimit: timeLimit)
        let loops = group ?? MultiThreadedEventLoopGroup.singleton
        lines = loops.makeIterator().map { RedisLine(settings, on: $0) }
    }

    /// Opens a server, and sees that it answers.
    ///
    /// - Parameters:
    ///   - url: as ``RedisURL`` describes it.
    ///   - options: how it is spoken to.
    ///   - group: the event loops to work on; `nil`: those that NIO keeps for everybody.
    /// - Returns: a client, which is to be closed in the end.
    /// - Throws: ``Sessions/StoreError`` where the URL is none, or the server does not answer or let us in.
    public static func open(
        _ url: String, options: RedisOptions = RedisOptions(),
        group: (any EventLoopGroup)? = nil
    ) async throws(StoreError) -> RedisClient {
        let client = try RedisClient(Self.parsed(url), options: options, group: group)
        do {
            try await client.ping()
        } catch {
            await client.close()
            throw StoreError("open", error.kind, cause: error.cause)
        }
        return client
    }

    private static func parsed(_ url: String) throws(StoreError) -> RedisURL {
        do {
            return try RedisURL(url)
        } catch {
            throw StoreError("open", .unavailable, cause: error.description)
        }
    }

    private static func tls(_ options: RedisOptions) throws(StoreError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        do {
            if let file = options.trustedCertificates {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw StoreError("open", .unavailable, cause: "the file of trusted certificates cannot be read")
        }
    }

    /// Ends all connections; whoever still waits, or calls afterwards, gets an error.
    public func close() async {
        for line in lines { await line.close() }
    }

    /// Whether the server answers: for a health check.
    ///
    /// - Throws: ``Sessions/StoreError`` where it does not, within the time limit.
    public func ping() async throws(StoreError) {
        _ = try await call(PlainRequest("PING", mayRepeat: true), "ping")
    }
}

extension RedisClient {
    /// What came back.
    struct Reply {
        let value: RESPValue
        /// Whether the request was sent twice, since the reply to the first was lost.
        let isSecond: Bool
    }

    /// Sends a request, at most twice.
    ///
    /// - Returns: the reply, an error too.
    func send(_ request: some RedisRequest, _ operation: String) async throws(StoreError) -> Reply {
        let line = lines[turn.add(1, ordering: .relaxed).newValue.magnitudeIndex(below: lines.count)]
        let deadline = NIODeadline.now() + timeLimit
        var outcome = await line.exchange(request, deadline: deadline)
        var isSecond = false
        if case .lost = outcome, request.mayRepeat, NIODeadline.now() < deadline {
            isSecond = true
            outcome = await line.exchange(request, deadline: deadline)
        }
        switch outcome {
        case .reply(let value): return Reply(value: value, isSecond: isSecond)
        case .unsent(let fault): throw StoreError(operation, .unavailable, cause: fault.words)
        case .lost(let fault):
            let doubt = request.mayRepeat ? "" : "; whether it was carried out is unknown"
            throw StoreError(operation, .unavailable, cause: fault.words + doubt)
        }
    }

    /// Sends a request to which an error is no answer.
    func call(_ request: some RedisRequest, _ operation: String) async throws(StoreError) -> RESPValue {
        let value = try await send(request, operation).value
        if case .error(let refusal) = value { throw StoreError(operation, refusal) }
        return value
    }

    /// Sends commands of which none may be refused.
    ///
    /// - Returns: their replies.
    func run(_ pipeline: Pipeline, _ operation: String) async throws(StoreError) -> [RESPValue] {
        let reply = try await send(pipeline, operation).value
        guard case .array(let values) = reply else { throw StoreError(operation, unexpected: reply) }
        for case .error(let refusal) in values { throw StoreError(operation, refusal) }
        return values
    }

    /// Carries out a script, of which the server may not know yet.
    func run(_ script: ScriptRequest, _ operation: String) async throws(StoreError) -> RESPValue {
        let value = try await send(script, operation).value
        guard case .error(let refusal) = value else { return value }
        guard refusal.code == "NOSCRIPT" else { throw StoreError(operation, refusal) }
        var whole = script
        whole.sendsText = true
        return try await call(whole, operation)
    }
}

extension StoreError {
    init(_ operation: String, _ refusal: RedisRefusal) {
        self.init(operation, .unavailable, cause: refusal.words)
    }

    /// A reply that fits no question of ours.
    init(_ operation: String, unexpected value: RESPValue) {
        let kind =
            switch value {
            case .status: "a word"
            case .error: "an error"
            case .number: "a number"
            case .bytes: "a text"
            case .null: "nothing"
            case .array: "a list"
            }
        self.init(operation, .unavailable, cause: "the server answered with \(kind), which was not expected")
    }
}

extension Int {
    /// An index that goes round, past the largest number too.
    fileprivate func magnitudeIndex(below count: Int) -> Int {
        Int(UInt(bitPattern: self) % UInt(count))
    }
}
