import HTTPTypes

/// The header fields in which a proxy says for whom it asks.
///
/// Only the kind that is chosen is read: a proxy that sets one kind lets the other one through as the client sent it.
public enum ForwardingFields: Sendable {
    /// `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host`.
    case xForwarded
    /// `Forwarded`.
    ///
    /// Source: RFC 7239.
    case forwarded

    /// Whom the peer asks for; itself unless it is a trusted proxy that says otherwise.
    ///
    /// Each proxy adds the address that it was asked from behind those that it was told. So the last address is the
    /// peer's word, and each one before is that of the proxy behind it: the client is the last that is no trusted
    /// proxy, and the proxy that named it also says how it was asked. What stands before came from the client itself.
    func client(asking peer: Client, _ headers: HTTPFields, trusting proxies: TrustedProxies) -> Client {
        guard let address = peer.address, proxies.contains(address) else { return peer }
        switch self {
        case .forwarded:
            let elements = ForwardedElement.elements(of: headers[values: .forwarded])
            let chain = ProxyChain(from: address, through: elements.reversed().lazy.map(\.node), trusting: proxies)
            let element = chain.place < elements.count ? elements[elements.count - 1 - chain.place] : nil
            return peer.asking(for: chain.client, element?.proto, element?.host)
        case .xForwarded:
            let nodes = CommaList.partsFromTheEnd(of: headers[values: .xForwardedFor]).lazy.map { IPAddress(node: $0) }
            let chain = ProxyChain(from: address, through: nodes, trusting: proxies)
            return peer.asking(
                for: chain.client, chain.word(in: headers[values: .xForwardedProto]),
                chain.word(in: headers[values: .xForwardedHost]))
        }
    }
}

/// The way from the peer to the client.
private struct ProxyChain {
    /// The client's address, or the last that is known on the way.
    private(set) var client: IPAddress
    /// How many proxies stand between the one that was asked by the client and the app.
    private(set) var place = 0

    /// - Parameters:
    ///   - peer: a trusted proxy.
    ///   - nodes: the addresses that were told, the nearest one first; `nil` for one that is hidden or malformed.
    ///   - proxies: whom the app trusts.
    init(from peer: IPAddress, through nodes: some Sequence<IPAddress?>, trusting proxies: TrustedProxies) {
        client = peer
        for (place, node) in nodes.enumerated() {
            self.place = place
            guard let node else { break }
            client = node
            guard proxies.contains(node) else { break }
        }
    }

    /// What the proxy at this place says in a field of its own.
    ///
    /// A field with one value was set by that proxy, or by one nearer to it; one with fewer values than there are
    /// proxies is nobody's.
    func word(in lines: [String]) -> String? {
        let words = Array(CommaList.partsFromTheEnd(of: lines).prefix(max(2, place + 1)))
        if words.count == 1 { return String(words[0]) }
        return place < words.count ? String(words[place]) : nil
    }
}

extension Client {
    /// The client behind this peer; what was not told, or is malformed, is as the peer's own connection has it.
    fileprivate func asking(for address: IPAddress, _ scheme: String?, _ host: String?) -> Client {
        Client(
            address: address, isSecure: scheme.map { $0.lowercased() == "https" } ?? isSecure,
            host: host.flatMap { Authority($0) == nil ? nil : $0 } ?? self.host)
    }
}

extension IPAddress {
    /// - Parameter node: an address, or one with a port; IPv6 in brackets, or bare without a port.
    ///
    /// Source: RFC 7239 section 6.
    init?(node: some StringProtocol) {
        self.init(Self.name(ofNode: Substring(node)))
    }

    /// What stands in front of the port and between the brackets; nothing where they are malformed.
    private static func name(ofNode node: Substring) -> Substring {
        let colon = UInt8(ascii: ":")
        var name = node.utf8
        guard let first = name.firstIndex(of: colon), let last = name.lastIndex(of: colon) else { return node }
        if name.last != UInt8(ascii: "]"), first == last || name.first == UInt8(ascii: "[") {
            guard Self.isPort(name[last...].dropFirst()) else { return "" }
            name = name[..<last]
        }
        guard name.first == UInt8(ascii: "[") else { return Substring(name) }
        return name.last == UInt8(ascii: "]") && name.contains(colon) ? Substring(name.dropFirst().dropLast()) : ""
    }

    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isNameByte }
    }
}
