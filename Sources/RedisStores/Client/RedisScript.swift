import Crypto
import NIOCore

/// A Lua script, which the server carries out in one step.
struct RedisScript: Sendable {
    let text: String
    /// By which the server knows it: SHA-1 in hex digits.
    let digest: String

    init(_ text: String) {
        self.text = text
        let hash = Insecure.SHA1.hash(data: Array(text.utf8))
        digest = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A call of a script: by its digest, or with its text where the server does not know it yet.
struct ScriptRequest: RedisRequest {
    let script: RedisScript
    /// All of one slot.
    let keys: [RedisKey]
    let arguments: [PlainRequest.Word]
    let mayRepeat: Bool
    var sendsText = false
    let replies = 1

    init(_ script: RedisScript, _ keys: [RedisKey], _ arguments: [PlainRequest.Word], mayRepeat: Bool = false) {
        self.script = script
        self.keys = keys
        self.arguments = arguments
        self.mayRepeat = mayRepeat
    }

    var key: RedisKey? { keys.first }

    func write(to buffer: inout ByteBuffer) {
        buffer.writeCommand(sendsText ? "EVAL" : "EVALSHA", words: 3 + keys.count + arguments.count)
        buffer.writeWord(sendsText ? script.text : script.digest)
        buffer.writeWord(Int64(keys.count))
        for key in keys { buffer.writeWord(key) }
        for argument in arguments { buffer.writeWord(argument) }
    }
}
