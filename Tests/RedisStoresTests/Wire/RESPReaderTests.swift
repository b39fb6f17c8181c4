import NIOCore
import StoreTesting
import Testing

@testable import RedisStores

@Suite("Replies are read") struct RESPReaderTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let text: String
        let values: [RESPValue]

        var testDescription: String { text.debugDescription }
    }

    static func bytes(_ text: String) -> RESPValue { .bytes(Array(text.utf8)) }

    static let rows: [Row] = [
        Row(text: "+OK\r\n", values: [.status("OK")]),
        Row(text: "+\r\n", values: [.status("")]),
        Row(text: "-ERR no such key\r\n", values: [.error(RedisRefusal("ERR no such key"))]),
        Row(text: ":0\r\n:-1\r\n:+7\r\n", values: [.number(0), .number(-1), .number(7)]),
        Row(text: ":9223372036854775807\r\n:-9223372036854775808\r\n", values: [.number(.max), .number(.min)]),
        Row(text: "$0\r\n\r\n", values: [bytes("")]),
        Row(text: "$6\r\na\r\nb\r\n\r\n", values: [bytes("a\r\nb\r\n")]),
        Row(text: "$-1\r\n*-1\r\n_\r\n", values: [.null, .null, .null]),
        Row(text: "*0\r\n", values: [.array([])]),
        Row(
            text: "*2\r\n$1\r\na\r\n*2\r\n:1\r\n*1\r\n+x\r\n",
            values: [
                .array([bytes("a"), .array([.number(1), .array([.status("x")])])])
            ]),
        Row(
            text: "#t\r\n#f\r\n,1.5\r\n,inf\r\n(123456789012345678901\r\n",
            values: [
                .number(1), .number(0), bytes("1.5"), bytes("inf"), bytes("123456789012345678901"),
            ]),
        Row(text: "!10\r\nERR a\r\nb c\r\n", values: [.error(RedisRefusal("ERR a\r\nb c"))]),
        Row(text: "=8\r\ntxt:abcd\r\n", values: [bytes("abcd")]),
        Row(text: "%2\r\n+a\r\n:1\r\n+b\r\n_\r\n", values: [.array([.status("a"), .number(1), .status("b"), .null])]),
        Row(text: "~1\r\n+a\r\n", values: [.array([.status("a")])]),
        Row(text: ">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n+OK\r\n", values: [.status("OK")]),
        Row(
            text: "|1\r\n+ttl\r\n:3\r\n*2\r\n|1\r\n+a\r\n*0\r\n:1\r\n:2\r\n",
            values: [.array([.number(1), .number(2)])]),
        Row(text: ">0\r\n|0\r\n+OK\r\n", values: [.status("OK")]),
    ]

    @Test(arguments: rows)
    func `however they are cut`(_ row: Row) throws {
        let bytes = Array(row.text.utf8)
        for cut in 0...bytes.count {
            #expect(try read([bytes[..<cut], bytes[cut...]]) == row.values)
        }
        #expect(try read(bytes.indices.map { bytes[$0...$0] }) == row.values)
    }

    @Test(arguments: [
        "x\r\n", "\r\n", "+a\rb", ":\r\n", ":x\r\n", ":1x\r\n", ":9223372036854775808\r\n", ":-\r\n", "$\r\n",
        "$-2\r\n",
        "$1\r\nab\r\n", "$1\r\na\rb", "*-2\r\n", "*x\r\n", "*?\r\n", "$?\r\n", "#x\r\n", "_x\r\n", "=3\r\nabc\r\n",
        "%-1\r\n", ">-1\r\n", "!-1\r\n",
    ])
    func `no further than they are RESP`(_ text: String) {
        #expect(throws: RESPFault.self) { try read([Array(text.utf8)[...]]) }
    }

    @Test func `within limits`() throws {
        let limits = RESPReader.Limits(text: 4, line: 16, elements: 3, depth: 2)
        for text in ["$4\r\nabcd\r\n", "*3\r\n:1\r\n:2\r\n:3\r\n", "*1\r\n*1\r\n:1\r\n", "+0123456789\r\n"] {
            #expect(try read([Array(text.utf8)[...]], limits).count == 1)
        }
        let excessive = [
            "$5\r\n", "*4\r\n", "*1\r\n*1\r\n*1\r\n", "+0123456789abcdef", "$99999999999\r\n", "*9999999999\r\n",
            "%9223372036854775807\r\n",
        ]
        for text in excessive {
            #expect(throws: RESPFault.tooLong, "\(text)") { try read([Array(text.utf8)[...]], limits) }
        }
    }

    @Test(arguments: 0..<40) func `of any shape, in any pieces`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<20).map { _ in Self.value(depth: 0, &generator) }
        var bytes = ByteBuffer()
        for value in values { Self.write(value, to: &bytes) }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = Array(buffer: bytes)[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...max(1, min(rest.count, 40)), using: &generator)
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(try read(pieces) == values)
    }

    @Test(arguments: 0..<200) func `and noise ends in an error or in waiting`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("+-:$*_#,(!=%~>|\r\n0123456789abc".utf8)
        let bytes = (0..<400).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
        // Whatever it is, it must not trap.
        let whole = try? read([bytes[...]])
        let cut = try? read(bytes.indices.map { bytes[$0...$0] })
        #expect(whole == cut)
    }

    private static func value(depth: Int, _ generator: inout SeededGenerator) -> RESPValue {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &generator) {
        case 0: .status("OK")
        case 1: .number(Int64.random(in: .min ... .max, using: &generator))
        case 2: .null
        case 3: .error(RedisRefusal("WRONGTYPE it is"))
        case 4:
            .bytes(
                (0..<Int.random(in: 0..<100, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
        default:
            .array((0..<Int.random(in: 0..<5, using: &generator)).map { _ in value(depth: depth + 1, &generator) })
        }
    }

    private static func write(_ value: RESPValue, to buffer: inout ByteBuffer) {
        switch value {
        case .status(let word): buffer.writeString("+\(word)\r\n")
        case .error(let refusal): buffer.writeString("-\(refusal.code) \(refusal.details)\r\n")
        case .number(let number): buffer.writeString(":\(number)\r\n")
        case .null: buffer.writeString("$-1\r\n")
        case .bytes(let bytes):
            buffer.writeString("$\(bytes.count)\r\n")
            buffer.writeBytes(bytes)
            buffer.writeString("\r\n")
        case .array(let values):
            buffer.writeString("*\(values.count)\r\n")
            for value in values { write(value, to: &buffer) }
        }
    }
}

/// Reads pieces as they come.
private func read(
    _ pieces: [ArraySlice<UInt8>], _ limits: RESPReader.Limits = RESPReader.Limits()
) throws(RESPFault) -> [RESPValue] {
    var (reader, buffer, values) = (RESPReader(limits: limits), ByteBuffer(), [RESPValue]())
    for piece in pieces {
        buffer.writeBytes(piece)
        while let value = try reader.next(from: &buffer) { values.append(value) }
    }
    return values
}
