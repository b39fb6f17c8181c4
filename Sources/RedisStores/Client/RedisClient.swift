public import NIOCore
import NIOPosix
import NIOSSL
public import Sessions

/// A Redis or Valkey server, or a cluster of them, for the stores that share it.
///
/// One connection on each event loop is used by all tasks at once. It is made by the first call, and made anew whenever
/// it ends; an outage shorter than the time limit is waited out, and after that calls fail at once until the server is
/// back. Every call ends within ``RedisOptions/timeLimit``.
///
/// A command is sent a second time only where the first surely was not carried out, or where a second time does no
/// harm. Errors hold no key, no value and no password.
public final class RedisClient: Sendable {
    private enum Servers {
        case one(RedisNode)
        case cluster(RedisCluster)
    }

    private let servers: Servers
    private let timeLimit: TimeAmount

    /// Connects at the first call.
    ///
    /// - Parameters:
    ///   - url: where the server is.
    ///   - options: how it is spoken to.
    ///   - group: the event loops to work on; `nil`: those that NIO keeps for everybody.
    /// - Throws: `StoreError` where the file of certificates cannot be read.
    public init(
        _ url: RedisURL, options: RedisOptions = RedisOptions(),
        group: (any EventLoopGroup)? = nil
    ) throws(StoreError) {
        timeLimit = TimeAmount(options.timeLimit)
        let settings = LineSettings(
            host: url.addresses[0].host, port: url.addresses[0].port,
            tls: url.isEncrypted ? try Self.tls(options) : nil, login: url.login, database: url.database,
            timeLimit: timeLimit, patience: url.isCluster ? .zero : timeLimit)
        let loops = Array((group ?? MultiThreadedEventLoopGroup.singleton).makeIterator())
        servers =
            url.isCluster
            ? .cluster(RedisCluster(url.addresses, settings, on: loops)) : .one(RedisNode(settings, on: loops))
    }

    /// Opens a server, and sees that it answers.
    ///
    /// - Parameters:
    ///   - url: as ``RedisURL`` describes it.
    ///   - options: how it is spoken to.
    ///   - group: the event loops to work on; `nil`: those that NIO keeps for everybody.
    /// - Returns: a client, which is to be closed in the end.
    /// - Throws: `StoreError` where the URL is none, or the server does not answer or let us in.
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
        switch servers {
        case .one(let node): await node.close()
        case .cluster(let cluster): await cluster.close()
        }
    }

    /// Whether the server answers, or each of a cluster's primaries: for a health check.
    ///
    /// - Throws: `StoreError` where it does not, within the time limit.
    public func ping() async throws(StoreError) {
        let call = begin("ping")
        for place in 0..<max(1, await call.primaryCount()) {
            _ = try await call.ask(PlainRequest("PING", mayRepeat: true), at: place)
        }
    }
}

extension RedisClient {
    /// A call of a store, whose time runs from now on.
    func begin(_ operation: String) -> RedisCall {
        RedisCall(client: self, operation: operation, deadline: .now() + timeLimit)
    }

    /// Whether keys of different slots may be on different nodes.
    var isCluster: Bool {
        if case .cluster = servers { true } else { false }
    }

    /// How many primaries there are to be walked through; 0 where no node of a cluster answers.
    func primaryCount(by deadline: NIODeadline) async -> Int {
        switch servers {
        case .one: 1
        case .cluster(let cluster): await cluster.primaryCount(deadline: deadline)
        }
    }

    /// Sends a request; again where it surely was not carried out, or where that does no harm.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - place: in a cluster, of the primary that is asked, whoever has the key.
    ///   - deadline: when to give up.
    /// - Returns: what became of it, and whether it may have been carried out before.
    func send(
        _ request: some RedisRequest, to place: Int?, by deadline: NIODeadline
    ) async -> (outcome: Outcome, isSecond: Bool) {
        switch servers {
        case .one(let node): await Self.send(request, to: node, deadline)
        case .cluster(let cluster): await cluster.send(request, to: place, deadline: deadline)
        }
    }

    private static func send(
        _ request: some RedisRequest, to node: RedisNode, _ deadline: NIODeadline
    ) async -> (outcome: Outcome, isSecond: Bool) {
        let outcome = await node.exchange(request, deadline: deadline)
        guard case .lost(let fault) = outcome, fault != .closed, request.mayRepeat, NIODeadline.now() < deadline else {
            return (outcome, false)
        }
        return (await node.exchange(request, deadline: deadline), true)
    }
}
