import NIOCore
import Sessions

/// One or more commands that are sent in one piece.
protocol RedisRequest: Sendable {
    /// Whose node of a cluster is asked; `nil`: any.
    var key: RedisKey? { get }
    /// How many replies there will be.
    var replies: Int { get }
    /// Whether it does no harm to send it again where it may have been carried out already.
    var mayRepeat: Bool { get }

    func write(to buffer: inout ByteBuffer)
}

/// A command as a list of words: for what is not asked at every request.
struct PlainRequest: RedisRequest {
    /// One word of a command.
    enum Word: Sendable {
        case text(String)
        case bytes([UInt8])
        case number(Int64)
        case key(RedisKey)
    }

    let name: StaticString
    let key: RedisKey?
    let words: [Word]
    let mayRepeat: Bool
    let replies = 1

    /// - Parameters:
    ///   - name: of the command.
    ///   - key: the first word, if it has one.
    ///   - words: the others.
    ///   - mayRepeat: whether a second time does no harm.
    init(_ name: StaticString, _ key: RedisKey? = nil, _ words: [Word] = [], mayRepeat: Bool) {
        self.name = name
        self.key = key
        self.words = words
        self.mayRepeat = mayRepeat
    }

    func write(to buffer: inout ByteBuffer) {
        buffer.writeCommand(name, words: 1 + (key == nil ? 0 : 1) + words.count)
        if let key { buffer.writeWord(key) }
        for word in words { buffer.writeWord(word) }
    }
}

/// Commands that are sent in one piece; their replies come as an array.
struct Pipeline: RedisRequest {
    /// Two or more.
    let commands: [PlainRequest]

    init(_ commands: [PlainRequest]) {
        self.commands = commands
    }

    var key: RedisKey? { commands.first?.key }
    var replies: Int { commands.count }
    var mayRepeat: Bool { commands.allSatisfy(\.mayRepeat) }

    func write(to buffer: inout ByteBuffer) {
        for command in commands { command.write(to: &buffer) }
    }
}

extension ByteBuffer {
    mutating func writeWord(_ word: PlainRequest.Word) {
        switch word {
        case .text(let text): writeWord(text)
        case .bytes(let bytes): writeWord(bytes)
        case .number(let number): writeWord(number)
        case .key(let key): writeWord(key)
        }
    }
}
