import HTTPCookies
import NIOCore
import Sessions

/// What connect-redis 9 sends for one session, written without allocations.
enum SessionRequest: RedisRequest {
    /// The text and how long it has to live.
    case load(RedisKey)
    /// Only where the key is free.
    case create(RedisKey, [UInt8], seconds: Int64)
    case isThere(RedisKey)
    /// Ends it where the seconds are not positive; never creates it.
    case touch(RedisKey, seconds: Int64)
    case delete(RedisKey)

    var key: RedisKey? {
        switch self {
        case .load(let key), .create(let key, _, _), .isThere(let key), .touch(let key, _), .delete(let key): key
        }
    }

    var replies: Int {
        switch self {
        case .load: 2
        case .create, .isThere, .touch, .delete: 1
        }
    }

    /// A second `create` would take the first one's record for somebody else's.
    var mayRepeat: Bool {
        switch self {
        case .create: false
        case .load, .isThere, .touch, .delete: true
        }
    }

    func write(to buffer: inout ByteBuffer) {
        switch self {
        case .load(let key):
            buffer.writeCommand("GET", words: 2)
            buffer.writeWord(key)
            buffer.writeCommand("PTTL", words: 2)
            buffer.writeWord(key)
        case .create(let key, let json, let seconds):
            buffer.writeCommand("SET", words: 6)
            buffer.writeWord(key)
            buffer.writeWord(json)
            buffer.writeWord("EX" as StaticString)
            buffer.writeWord(seconds)
            buffer.writeWord("NX" as StaticString)
        case .isThere(let key):
            buffer.writeCommand("EXISTS", words: 2)
            buffer.writeWord(key)
        case .touch(let key, let seconds):
            buffer.writeCommand("EXPIRE", words: 3)
            buffer.writeWord(key)
            buffer.writeWord(seconds)
        case .delete(let key):
            buffer.writeCommand("DEL", words: 2)
            buffer.writeWord(key)
        }
    }
}

/// How long a key has to live, as connect-redis 9 reckons it.
enum SessionTTL {
    /// A hundred years; Redis takes no more than 2⁶³ milliseconds, less the present date.
    static let longest: Int64 = 100 * 366 * 86_400
    /// What a record has whose key has no end, as connect-redis writes it with `disableTTL`.
    static let endless = Duration.seconds(86_400)

    /// The seconds until `expiry`, rounded up; not positive where it has come.
    ///
    /// Source: connect-redis 9.0.0, `RedisStore.getTTL`.
    static func seconds(until expiry: Instant, at now: Instant) -> Int64 {
        let milliseconds = (expiry - now).milliseconds
        let seconds = milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0)
        return min(max(seconds, -longest), longest)
    }
}
