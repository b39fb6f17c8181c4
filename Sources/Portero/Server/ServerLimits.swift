import NIOCore

/// What one client may take of a server: bytes, time and connections.
///
/// The defaults suit an app of pages and forms. nginx has most of them under the names that are given here.
public struct ServerLimits: Hashable, Sendable {
    /// The longest request target, in bytes; a longer one is a 414.
    public var targetBytes = 8 * 1024
    /// The longest header field, in bytes; a longer one is a 431.
    public var fieldBytes = 16 * 1024
    /// All header fields of a request together, in bytes; more is a 431.
    ///
    /// nginx: `large_client_header_buffers`.
    public var headerBytes = 32 * 1024
    /// How many header fields a request may have; more is a 431.
    public var fieldCount = 100
    /// The longest request body, in bytes; a longer one is a 413, whoever reads it.
    ///
    /// nginx: `client_max_body_size`.
    public var bodyBytes = 1024 * 1024

    /// From a request's first byte to the end of its header; then a 408.
    ///
    /// nginx: `client_header_timeout`.
    public var headerTime = Duration.seconds(10)
    /// From the end of the header to the last byte of the body, and again to the first byte of the response.
    ///
    /// A body that takes longer is a 408. A handler that takes longer goes on, but its client is gone.
    public var requestTime = Duration.seconds(60)
    /// How long a client may take no byte of a response that waits for it.
    ///
    /// nginx: `send_timeout`.
    public var stallTime = Duration.seconds(30)
    /// How long a connection may wait for a request's first byte.
    ///
    /// A tenth of it while three quarters of all connections are taken, so that idle ones leave first. nginx:
    /// `keepalive_timeout`.
    public var idleTime = Duration.seconds(60)

    /// How many connections there may be in all; further ones are closed at once.
    ///
    /// nginx: `worker_connections`.
    public var connections = 20_000
    /// How many connections one address may have, an IPv6 network of 64 bits being one.
    ///
    /// nginx: `limit_conn`.
    public var connectionsPerAddress = 256

    /// The defaults.
    public init() {}
}

extension ServerLimits {
    /// How often a connection looks at the clock.
    var tick: TimeAmount {
        TimeAmount(min(.seconds(5), headerTime / 2, idleTime / 10))
    }
}
