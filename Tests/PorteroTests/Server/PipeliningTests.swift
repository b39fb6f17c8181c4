import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import ProcessTesting
import Testing

@testable import Portero

@Suite("A connection of a server that is to end") struct QuiescingTests {
    @Test func `ends at once where no request is on its way`() throws {
        let line = try Line()
        line.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!line.isOpen)
    }

    @Test func `ends with the answer to a request, and says so in it`() throws {
        let line = try Line()
        line.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")
        line.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        line.send("hi" + Line.get)
        try line.answer()
        #expect(try line.sent().lowercased().contains("connection: close"))
        line.advance(by: .seconds(2))
        #expect(!line.isOpen)
        let heads = try line.parts().count { if case .head = $0 { true } else { false } }
        #expect(heads == 1, "nothing that came behind it is begun")
    }
}

@Suite("Requests that are sent without waiting") struct PipeliningTests {
    @Test func `reach the app one by one, each behind the answer to the last`() throws {
        let line = try Line()
        line.send(Line.get + Line.get + "nonsense\r\n\r\n")
        for _ in 0..<2 {
            let parts = try line.parts()
            #expect(parts.count == 2)
            #expect(parts.first?.refusal == nil)
            try line.answer()
        }
        #expect(try line.parts().first?.refusal == 501)
    }

    @Test func `are read no further than one of them`() throws {
        let reads = ReadCounter()
        let line = try Line(before: reads)
        line.send(Line.get)
        let before = reads.count
        line.channel.read()
        #expect(reads.count == before + 1, "a client that waits costs no held read")
        line.send(Line.get)
        line.channel.read()
        #expect(reads.count == before + 1)
        try line.answer()
        #expect(reads.count == before + 2)
    }
}

/// Counts what is asked of the socket.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
