import StoreTesting
import Testing

@testable import Portero

@Suite("Networks and trusted proxies") struct TrustedProxiesTests {
    static let rows: [(network: String, address: String, isIn: Bool)] = [
        ("10.0.0.0/8", "10.0.0.0", true), ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("10.0.0.0/8", "9.255.255.255", false), ("10.1.2.3/8", "10.9.9.9", true),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
        ("192.0.2.1/32", "192.0.2.0", false),
        ("192.0.2.0/31", "192.0.2.1", true), ("172.16.0.0/12", "172.31.255.255", true),
        ("172.16.0.0/12", "172.32.0.0", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("::1", "::1", true), ("::1", "::2", false), ("::/0", "2001:db8::1", true), ("::/0", "192.0.2.1", true),
        ("::ffff:10.0.0.0/104", "10.1.1.1", true), ("::ffff:10.0.0.0/104", "11.0.0.0", false),
        ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false), ("10.0.0.0/8", "2001:db8::1", false),
    ]

    @Test(arguments: rows)
    func `a network has the addresses that begin as it does`(network: String, address: String, isIn: Bool) throws {
        let network = try #require(IPNetwork(network))
        #expect(network.contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8",
        "10.0.0.0/ 8", "10/8", "::/129", "::1/", "10.0.0.0/255.0.0.0", "loopback", "*",
    ])
    func `a network is nothing else`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.1", "192.0.2.1/32"), ("2001:DB8::1/32", "2001:db8::/32"),
        ("::/0", "::/0"), ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"),
    ])
    func `a network prints without the bits behind its prefix, and equals the one it prints as`(
        text: String, printed: String
    ) throws {
        let network = try #require(IPNetwork(text))
        #expect(network.description == printed)
        #expect(IPNetwork(printed) == network)
    }

    @Test func `a network has an address exactly when their first bits are the same`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let prefix = Int.random(in: 0...128, using: &generator)
            let bits = UInt128.random(in: 0 ... .max, using: &generator)
            // A few low bits are turned, so that about half of the addresses are in.
            let turned = bits ^ (1 << UInt128(Int.random(in: 0...127, using: &generator)))
            let network = try #require(IPNetwork("\(IPAddress(bits: bits).ipv6Text)/\(prefix)"))
            let same = zip(Self.digits(bits), Self.digits(turned)).prefix(prefix).allSatisfy { $0 == $1 }
            #expect(network.contains(IPAddress(bits: turned)) == same)
            #expect(network.contains(IPAddress(bits: bits)))
        }
    }

    @Test(arguments: [
        ("loopback", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]),
        ("linklocal", ["169.254.0.1", "fe80::1"]),
        ("uniquelocal", ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fc00::1", "fdff::1"]),
        ("private", ["127.0.0.1", "::1", "169.254.0.1", "fe80::1", "10.0.0.1", "172.16.0.1", "fd00::1"]),
        ("loopback,192.0.2.7", ["127.0.0.1", "192.0.2.7"]),
        (" 192.0.2.0/24 ,\t2001:db8::/32", ["192.0.2.200", "2001:db8::5"]),
    ])
    func `a list names addresses, networks, and Express's names`(list: String, addresses: [String]) throws {
        let proxies = try TrustedProxies(list)
        for address in addresses { #expect(proxies.contains(try #require(IPAddress(address)))) }
        for stranger in ["203.0.113.9", "2001:db9::1", "8.8.8.8", "0.0.0.0", "::"] {
            #expect(!proxies.contains(try #require(IPAddress(stranger))))
        }
    }

    @Test(arguments: [
        ("", ""), ("loopback,", ""), (",loopback", ""), ("10.0.0.0/33", "10.0.0.0/33"), ("loopback, proxy", "proxy"),
        ("Loopback", "Loopback"), ("*", "*"), ("true", "true"), ("10.0.0.0/8 127.0.0.1", "10.0.0.0/8 127.0.0.1"),
    ])
    func `a list with anything else says what was met and what was expected`(list: String, met: String) {
        let error = #expect(throws: MalformedList.self) { try TrustedProxies(list) }
        #expect(error?.met == met)
        #expect(error?.description.contains("a network such as 10.0.0.0/8") == true)
    }

    @Test func `nobody is trusted by default`() throws {
        for address in ["127.0.0.1", "::1", "10.0.0.1"] {
            #expect(!TrustedProxies.none.contains(try #require(IPAddress(address))))
        }
    }

    private static func digits(_ bits: UInt128) -> [Bool] {
        (0..<128).map { bits >> (127 - $0) & 1 == 1 }
    }
}
