import HTTPCookies
import NIOCore
import Sessions

/// A command is an array of texts.
extension ByteBuffer {
    /// Begins a command of so many words, its name among them.
    mutating func writeCommand(_ name: StaticString, words: Int) {
        writeHead("*", words)
        writeWord(name)
    }

    mutating func writeWord(_ word: StaticString) {
        writeHead("$", word.utf8CodeUnitCount)
        writeStaticString(word)
        writeNewline()
    }

    mutating func writeWord(_ word: String) {
        writeHead("$", word.utf8.count)
        writeString(word)
        writeNewline()
    }

    mutating func writeWord(_ word: [UInt8]) {
        writeHead("$", word.count)
        writeBytes(word)
        writeNewline()
    }

    mutating func writeWord(_ number: Int64) {
        writeHead("$", Self.width(of: number))
        writeDecimal(number)
        writeNewline()
    }

    mutating func writeWord(_ key: RedisKey) {
        writeHead("$", key.count)
        key.write(to: &self)
        writeNewline()
    }

    private mutating func writeHead(_ kind: Unicode.Scalar, _ count: Int) {
        writeInteger(UInt8(ascii: kind))
        writeDecimal(Int64(count))
        writeNewline()
    }

    private mutating func writeNewline() {
        writeInteger(0x0D0A as UInt16)
    }

    private mutating func writeDecimal(_ number: Int64) {
        if number < 0 { writeInteger(UInt8(ascii: "-")) }
        var divisor: UInt64 = 1
        while number.magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            writeInteger(UInt8(ascii: "0") + UInt8(number.magnitude / divisor % 10))
            divisor /= 10
        }
    }

    private static func width(of number: Int64) -> Int {
        var (width, rest) = (number < 0 ? 2 : 1, number.magnitude)
        while rest >= 10 {
            rest /= 10
            width += 1
        }
        return width
    }
}

/// Under what a server keeps something: a prefix, and a name of any bytes.
struct RedisKey: Hashable, Sendable {
    /// What stands behind the prefix.
    enum Name: Hashable, Sendable {
        /// A session's id, or the byte 1, which no id has, and a digest.
        case session(SessionKey)
        /// A text.
        case text(String)
        /// Bytes as a server gave them.
        case bytes([UInt8])
    }

    let prefix: String
    let name: Name

    init(_ prefix: String, _ key: SessionKey) {
        self.prefix = prefix
        name = .session(key)
    }

    init(_ prefix: String, _ text: String = "") {
        self.prefix = prefix
        name = .text(text)
    }

    init(_ prefix: String = "", bytes: [UInt8]) {
        self.prefix = prefix
        name = .bytes(bytes)
    }

    private static let digestMark: UInt8 = 1

    /// How many bytes it has.
    var count: Int {
        prefix.utf8.count + nameCount
    }

    private var nameCount: Int {
        switch name {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .session(let key):
            switch key.compact {
            case .id(let id): id.utf8.count
            case .id32: 32
            case .digest: 33
            }
        }
    }

    func write(to buffer: inout ByteBuffer) {
        buffer.writeString(prefix)
        switch name {
        case .text(let text): buffer.writeString(text)
        case .bytes(let bytes): buffer.writeBytes(bytes)
        case .session(let key):
            switch key.compact {
            case .id(let id): buffer.writeString(id)
            case .id32(let first, let second, let third, let fourth):
                buffer.writeMultipleIntegers(first, second, third, fourth, endianness: .little)
            case .digest(let first, let second, let third, let fourth):
                buffer.writeInteger(Self.digestMark)
                buffer.writeMultipleIntegers(first, second, third, fourth, endianness: .little)
            }
        }
    }

    /// All its bytes.
    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return Array(buffer: buffer)
    }
}

extension SessionKey {
    /// The key that stands behind a prefix; `nil` where no session's does.
    ///
    /// - Parameter name: the bytes that ``RedisKey`` writes behind its prefix.
    init?(redisName name: some Collection<UInt8>) {
        if name.first == 1 {
            self.init(digest: name.dropFirst())
            return
        }
        guard let text = String(validating: name, as: UTF8.self), let id = SessionID(text) else { return nil }
        self.init(id)
    }
}
