import NIOCore

/// An IPv4 or IPv6 address.
///
/// An IPv4 address and the IPv6 address that it is mapped to, such as `::ffff:192.0.2.1`, are one and the same, and
/// print as the former.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// As IPv6; an IPv4 address stands in `::ffff:0:0/96`.
    ///
    /// Source: RFC 4291 section 2.5.5.2.
    let bits: UInt128

    init(bits: UInt128) {
        self.bits = bits
    }

    init(ipv4 number: UInt32) {
        bits = 0xFFFF << 32 | UInt128(number)
    }

    /// - Returns: `nil` for a Unix socket.
    ///
    /// Source: RFC 3493 section 3.3, `sockaddr_in6`; its and `sockaddr_in`'s fields have one order everywhere.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let socket):
            let number = unsafe withUnsafeBytes(of: socket.address) {
                unsafe $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            }
            self.init(ipv4: UInt32(bigEndian: number))
        case .v6(let socket):
            let bits = unsafe withUnsafeBytes(of: socket.address) {
                unsafe $0.loadUnaligned(fromByteOffset: 8, as: UInt128.self)
            }
            self.init(bits: UInt128(bigEndian: bits))
        case .unixDomainSocket:
            return nil
        }
    }

    /// Whether it is an IPv4 address.
    public var isIPv4: Bool { bits >> 32 == 0xFFFF }
}
