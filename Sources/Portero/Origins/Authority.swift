/// A host with its port, as `Host` and an origin have it.
///
/// Source: RFC 9110 section 7.2; the host is written as URL Standard, host serializing, has it.
struct Authority: Hashable, Sendable {
    /// In lower case; IPv6 in brackets.
    let host: String
    /// `nil`: the scheme's own.
    let port: Int?

    /// - Parameter text: such as `example.com`, `EXAMPLE.com:8443` or `[::1]:80`.
    init?(_ text: some StringProtocol) {
        let text = Substring(text).utf8
        var name = text
        var port: Int?
        if text.last != UInt8(ascii: "]"), let colon = text.lastIndex(of: UInt8(ascii: ":")) {
            port = ArraySlice(text[colon...].dropFirst()).decimal(upTo: 65_535)
            guard port != nil else { return nil }
            name = text[..<colon]
        }
        guard let host = Self.ipv6(name) ?? Self.registeredName(name) else { return nil }
        self.host = host
        self.port = port
    }

    private static func ipv6(_ text: Substring.UTF8View) -> String? {
        guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]"), text.contains(UInt8(ascii: ":")) else {
            return nil
        }
        return IPAddress(Substring(text.dropFirst().dropLast())).map { "[\($0.ipv6Text)]" }
    }

    /// An IPv4 address looks like one too.
    private static func registeredName(_ text: Substring.UTF8View) -> String? {
        guard (1...253).contains(text.count), text.allSatisfy({ $0.isNameByte }) else { return nil }
        return Substring(text).lowercased()
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit, or one of `-._`.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
