import NIOCore

/// Reads replies from bytes as they come, in any pieces.
///
/// Takes RESP2 and RESP3. Nothing that was read is read again, but for the head of a text whose rest has not come
/// yet. What a server may make us hold is bounded; out-of-band messages and attributes are read and dropped.
struct RESPReader {
    /// How much a server may make us hold.
    struct Limits {
        /// The longest text, in bytes.
        var text = 64 << 20
        /// The longest line, in bytes: a word, a number, an error.
        var line = 64 << 10
        /// The most elements in one array.
        var elements = 1 << 20
        /// How deep arrays may stand in each other.
        var depth = 16
    }

    /// Replies that belong together and have not all come yet.
    private struct Aggregate {
        var values: [RESPValue] = []
        var missing: Int
        let isDropped: Bool
    }

    /// What a line begins.
    private enum Item {
        case value(RESPValue)
        case opened
        case dropped
        case unfinished
    }

    private let limits: Limits
    private var open: [Aggregate] = []

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// The next whole reply; what was read of it is taken from `buffer`.
    ///
    /// - Returns: `nil` until more bytes have come.
    /// - Throws: where these bytes are no RESP; nothing can be read any more then.
    mutating func next(from buffer: inout ByteBuffer) throws(RESPFault) -> RESPValue? {
        while true {
            switch try item(from: &buffer) {
            case .unfinished: return nil
            case .opened, .dropped: continue
            case .value(let value):
                if let whole = put(value) { return whole }
            }
        }
    }

    /// Puts a value where it belongs.
    ///
    /// - Returns: the reply that is whole with it.
    private mutating func put(_ value: RESPValue) -> RESPValue? {
        var value = value
        while var last = open.popLast() {
            if !last.isDropped { last.values.append(value) }
            last.missing -= 1
            if last.missing > 0 {
                open.append(last)
                return nil
            }
            if last.isDropped { return nil }
            value = .array(last.values)
        }
        return value
    }
}

extension RESPReader {
    private mutating func item(from buffer: inout ByteBuffer) throws(RESPFault) -> Item {
        guard let end = try endOfLine(in: buffer) else { return .unfinished }
        let line = 1..<end
        let kind = buffer.readableBytesUInt8Span[0]
        switch kind {
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            return try text(kind, line, from: &buffer)
        case UInt8(ascii: "*"), UInt8(ascii: "~"): return try aggregate(1, line, from: &buffer)
        case UInt8(ascii: "%"): return try aggregate(2, line, from: &buffer)
        case UInt8(ascii: ">"): return try aggregate(1, line, isDropped: true, from: &buffer)
        case UInt8(ascii: "|"): return try aggregate(2, line, isDropped: true, from: &buffer)
        default:
            let value = try scalar(kind, line, in: buffer)
            buffer.moveReaderIndex(forwardBy: end + 2)
            return .value(value)
        }
    }

    /// Where the first line's CR is; `nil` until its LF has come.
    private func endOfLine(in buffer: ByteBuffer) throws(RESPFault) -> Int? {
        let bytes = buffer.readableBytesUInt8Span
        let limit = min(bytes.count, limits.line)
        for place in 0..<limit where bytes[place] == UInt8(ascii: "\r") {
            guard place > 0 else { throw .malformed }
            guard place + 1 < bytes.count else { return nil }
            guard bytes[place + 1] == UInt8(ascii: "\n") else { throw .malformed }
            return place
        }
        guard bytes.count < limits.line else { throw .tooLong }
        return nil
    }

    private func scalar(_ kind: UInt8, _ line: Range<Int>, in buffer: ByteBuffer) throws(RESPFault) -> RESPValue {
        switch kind {
        case UInt8(ascii: "+"): return .status(string(line, in: buffer))
        case UInt8(ascii: "-"): return .error(RedisRefusal(string(line, in: buffer)))
        case UInt8(ascii: ":"):
            guard let number = number(line, in: buffer) else { throw .malformed }
            return .number(number)
        case UInt8(ascii: "_"):
            guard line.isEmpty else { throw .malformed }
            return .null
        case UInt8(ascii: "#"):
            switch string(line, in: buffer) {
            case "t": return .number(1)
            case "f": return .number(0)
            default: throw .malformed
            }
        case UInt8(ascii: ","), UInt8(ascii: "("):
            return .bytes(Array(string(line, in: buffer).utf8))
        default: throw .malformed
        }
    }

    /// A text with its length before it.
    private func text(_ kind: UInt8, _ line: Range<Int>, from buffer: inout ByteBuffer) throws(RESPFault) -> Item {
        guard let length = number(line, in: buffer) else { throw .malformed }
        let head = line.upperBound + 2
        if length == -1, kind == UInt8(ascii: "$") {
            buffer.moveReaderIndex(forwardBy: head)
            return .value(.null)
        }
        guard length >= 0 else { throw .malformed }
        guard length <= limits.text else { throw .tooLong }
        let end = head + Int(length)
        let isWhole = try endsWithNewline(at: end, in: buffer)
        guard isWhole else { return .unfinished }
        buffer.moveReaderIndex(forwardBy: head)
        guard let bytes = buffer.readBytes(length: Int(length)) else { return .unfinished }
        buffer.moveReaderIndex(forwardBy: 2)
        switch kind {
        case UInt8(ascii: "!"): return .value(.error(RedisRefusal(String(decoding: bytes, as: UTF8.self))))
        // Three letters and a colon say what kind of text it is.
        case UInt8(ascii: "="):
            guard length >= 4 else { throw .malformed }
            return .value(.bytes(Array(bytes.dropFirst(4))))
        default: return .value(.bytes(bytes))
        }
    }

    private func endsWithNewline(at place: Int, in buffer: ByteBuffer) throws(RESPFault) -> Bool {
        let bytes = buffer.readableBytesUInt8Span
        if place < bytes.count, bytes[place] != UInt8(ascii: "\r") { throw .malformed }
        if place + 1 < bytes.count, bytes[place + 1] != UInt8(ascii: "\n") { throw .malformed }
        return place + 1 < bytes.count
    }

    /// Begins an array, of elements of so many values each, after its count.
    private mutating func aggregate(
        _ width: Int, _ line: Range<Int>, isDropped: Bool = false, from buffer: inout ByteBuffer
    ) throws(RESPFault) -> Item {
        guard let number = number(line, in: buffer) else { throw .malformed }
        guard number <= limits.elements, open.count < limits.depth else { throw .tooLong }
        buffer.moveReaderIndex(forwardBy: line.upperBound + 2)
        if number == -1, width == 1, !isDropped { return .value(.null) }
        guard number >= 0 else { throw .malformed }
        guard number > 0 else { return isDropped ? .dropped : .value(.array([])) }
        let count = Int(number) * width
        var aggregate = Aggregate(missing: count, isDropped: isDropped)
        // The rest grows as it comes: a count alone is no reason to take memory.
        if !isDropped { aggregate.values.reserveCapacity(min(count, 256)) }
        open.append(aggregate)
        return .opened
    }

    private func string(_ line: Range<Int>, in buffer: ByteBuffer) -> String {
        buffer.getString(at: buffer.readerIndex + line.lowerBound, length: line.count) ?? ""
    }

    /// A decimal number; `nil` where it is none, or does not fit.
    private func number(_ line: Range<Int>, in buffer: ByteBuffer) -> Int64? {
        let bytes = buffer.readableBytesUInt8Span
        guard var place = line.first else { return nil }
        let isNegative = bytes[place] == UInt8(ascii: "-")
        if isNegative || bytes[place] == UInt8(ascii: "+") { place += 1 }
        guard place < line.upperBound else { return nil }
        var value: Int64 = 0
        while place < line.upperBound {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else { return nil }
            let digit = Int64(bytes[place] - UInt8(ascii: "0"))
            let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, carries) = scaled.addingReportingOverflow(isNegative ? -digit : digit)
            guard !overflows, !carries else { return nil }
            value = sum
            place += 1
        }
        return value
    }
}

/// Bytes that are no RESP, or more of them than we take.
enum RESPFault: Error {
    case malformed
    case tooLong

    /// For an error's text.
    var words: String {
        switch self {
        case .malformed: "what the server sent is no RESP"
        case .tooLong: "the server sent more than is taken"
        }
    }
}
