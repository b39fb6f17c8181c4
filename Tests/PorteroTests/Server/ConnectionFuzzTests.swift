import NIOCore
import NIOHTTPTypes
import ProcessTesting
import StoreTesting
import Testing

@testable import Portero

@Suite("Whatever bytes a connection is sent") struct ConnectionFuzzTests {
    private static let seeds = [
        "GET /a?b=c HTTP/1.1\r\nHost: a\r\nCookie: connect.sid=s%3Aabc.def\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    ]

    @Test(arguments: 0..<20)
    func `it ends in requests that are whole, or in one refusal behind which nothing comes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let line = try Line()
            var refused = false
            var heads = 0
            for piece in Self.pieces(&generator) {
                line.send(piece)
                while let part = try line.received() {
                    switch part {
                    case .head:
                        #expect(!refused)
                        refused = part.refusal != nil
                        heads += 1
                    case .body: break
                    case .end: try line.answer()
                    }
                }
            }
            let answers = try line.sent().replacing("HTTP/1.1 100 Continue", with: "")
            #expect(answers.responses <= heads)
            line.advance(by: .seconds(600))
            #expect(!line.isOpen)
        }
    }

    /// A few requests with a few bytes changed, cut anywhere.
    private static func pieces(_ generator: inout SeededGenerator) -> [String] {
        var bytes = (0..<3).flatMap { _ in Array((seeds.randomElement(using: &generator) ?? "").utf8) }
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...127, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert(bytes[Int.random(in: bytes.indices, using: &generator)], at: place)
            }
        }
        let cut = Int.random(in: bytes.indices, using: &generator)
        return [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
    }
}
