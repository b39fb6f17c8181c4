import NIOCore
import Sessions
import StoreTesting
import Testing

@testable import RedisStores

@Suite("A key in Redis") struct RedisKeyTests {
    @Test(arguments: ["x", "0123456789abcdef0123456789abcdef", "ñ日本🙂", "\u{80}", String(repeating: "k", count: 256)])
    func `of a session is read back, in clear and hashed`(_ text: String) throws {
        let id = try #require(SessionID(text))
        for key in [SessionKey(id), SessionKey(hashing: id)] {
            let name = RedisKey("", key)
            #expect(SessionKey(redisName: name.bytes) == key)
            #expect(name.count == name.bytes.count)
        }
        #expect(RedisKey("sess:", SessionKey(id)).bytes == Array("sess:\(text)".utf8))
    }

    @Test(arguments: [[], [1], [1, 2, 3], [7], [0xFF, 0xFE], Array(repeating: 0x61, count: 257)] as [[UInt8]])
    func `of something else is no session's`(_ name: [UInt8]) {
        #expect(SessionKey(redisName: name) == nil)
    }

    @Test(arguments: [0, 9, 10, 99, 1000, -1, -10, .max, .min] as [Int64])
    func `and a number are written with their lengths`(_ number: Int64) {
        let request = PlainRequest(
            "SET", RedisKey("a:", "b"), [.number(number), .bytes([0, 0x0D, 0x0A])], mayRepeat: true)
        #expect(request.sent == [["SET", "a:b", "\(number)", "\0\r\n"]])
    }

    @Test(arguments: [("sess:", "sess:"), (#"a*b?c[d]e\f^g-h"#, #"a\*b\?c\[d]e\\f^g-h"#), ("", "")])
    func `is a pattern where what means something is escaped`(_ text: String, _ pattern: String) {
        #expect(globEscaped(text) == pattern)
    }
}
