import NIOCore

@testable import RedisStores

/// Any command.
struct Plain: RedisRequest {
    let words: [String]
    let key: RedisKey? = nil
    let replies = 1
    let mayRepeat = false

    init(_ words: [String]) {
        self.words = words
    }

    func write(to buffer: inout ByteBuffer) {
        buffer.writeString("*\(words.count)\r\n")
        for word in words { buffer.writeWord(word) }
    }
}
