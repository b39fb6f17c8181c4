import NIOCore
import StoreTesting
import Testing

@testable import Portero

@Suite("An IP address") struct IPAddressTests {
    static let printed: [(text: String, printed: String)] = [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::A", "2001:db8::a"),
        ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("1::4:5:6:7:8", "1::4:5:6:7:8"), ("1:0:0:4:0:0:0:8", "1:0:0:4::8"),
        ("1:0:0:4:0:0:7:8", "1::4:0:0:7:8"), ("::1.2.3.4", "::102:304"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:c000:201", "192.0.2.1"), ("::FFFF:0:0", "0.0.0.0"),
    ]

    @Test(arguments: printed)
    func `prints as RFC 5952 has it`(text: String, printed: String) throws {
        #expect(try #require(IPAddress(text)).description == printed)
    }

    @Test(arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", ".1.2.3", "1.2.3.4 ", "+1.2.3.4",
        "1.2.3.-4", "1.2.3.4:80", "0x7f.0.0.1", "1.2.3.٤", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8", "1::2::3", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "12345::", "g::", "::1.2.3", "1.2.3.4::",
        "::1.2.3.4:5", "[::1]", "fe80::1%eth0", "::1/128", "unknown", "localhost",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255 ",
    ])
    func `is nothing else`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `that is mapped from IPv4 equals it`() {
        #expect(IPAddress("::ffff:10.0.0.1") == IPAddress("10.0.0.1"))
        #expect(IPAddress("::10.0.0.1") != IPAddress("10.0.0.1"))
        #expect(IPAddress("10.0.0.1")?.isIPv4 == true)
        #expect(IPAddress("::10.0.0.1")?.isIPv4 == false)
    }

    @Test(arguments: ["192.0.2.1", "127.0.0.1", "2001:db8::7", "::1", "::ffff:10.1.2.3"])
    func `is read from a socket's`(text: String) throws {
        #expect(IPAddress(try SocketAddress(ipAddress: text, port: 4711)) == IPAddress(text))
    }

    @Test func `is none over a Unix socket`() throws {
        #expect(IPAddress(try SocketAddress(unixDomainSocketPath: "/tmp/socket")) == nil)
    }

    @Test func `is read from random text just as the system reads it`() {
        var generator = SeededGenerator(seed: 5)
        let pieces = ["0", "1", "25", "255", "256", "fF", "ffff", "10000", ".", ".", ".", ":", ":", ":", "::", "/"]
        var addresses = 0
        for _ in 0..<10_000 {
            let text = generator.text(of: pieces, length: 0...12)
            let expected = (try? SocketAddress(ipAddress: text, port: 0)).flatMap { IPAddress($0) }
            #expect(IPAddress(text) == expected, "\(text)")
            addresses += expected == nil ? 0 : 1
        }
        #expect(addresses > 100)
    }

    @Test func `comes back as it was printed, whatever its bits`() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            // Some groups are zero, so that they are left out.
            let bits = (0..<8).reduce(UInt128(0)) { bits, _ in
                let group = UInt16.random(in: 0 ... .max, using: &generator)
                return bits << 16 | (Bool.random(using: &generator) ? 0 : UInt128(group))
            }
            let address = IPAddress(bits: bits)
            #expect(IPAddress(address.description) == address)
            #expect(IPAddress(address.ipv6Text) == address)
        }
    }

    @Test func `is not read from random bytes, and these do no harm`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let text = String(decoding: generator.bytes(count: 0...60), as: UTF8.self)
            _ = IPAddress(text)
            _ = IPAddress(node: text)
            _ = IPNetwork(text)
            _ = Authority(text)
            _ = Origin(text)
        }
    }
}
