/// The addresses that begin with the same bits, in CIDR form; or a single one.
///
/// Source: RFC 4632 section 3.1; RFC 4291 section 2.3.
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// Without the bits behind the prefix.
    private let first: IPAddress
    /// How many bits of IPv6 they share.
    private let prefix: Int

    /// - Parameter text: such as `10.0.0.0/8`, `2001:db8::/32` or `192.0.2.1`; bits behind the prefix do not count.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        let width = parts[0].utf8.contains(UInt8(ascii: ":")) ? 128 : 32
        let length = parts.count == 1 ? width : ArraySlice(parts[1].utf8).decimal(upTo: width)
        guard let length else { return nil }
        prefix = length + 128 - width
        first = IPAddress(bits: address.bits & Self.mask(prefix))
    }

    /// Whether an address is one of these; an IPv4 address is one of `::/0`.
    public func contains(_ address: IPAddress) -> Bool {
        address.bits & Self.mask(prefix) == first.bits
    }

    /// As `10.0.0.0/8` or `2001:db8::/32`, also where it is a single address.
    public var description: String {
        first.isIPv4 && prefix >= 96 ? "\(first)/\(prefix - 96)" : "\(first.ipv6Text)/\(prefix)"
    }

    private static func mask(_ prefix: Int) -> UInt128 {
        .max << (128 - prefix)
    }
}
