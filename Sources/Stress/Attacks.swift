import HTTPCookies
import NIOCore

/// The attacks that `make stress` carries out.
struct Attacks {
    /// Under which the server signs.
    static let secret = "the-stress-test-signs-with-this-0123456789abcdef"

    private let most: Int

    /// - Parameter openFiles: how many connections this process may have; the patient ones stand at the same time.
    init(openFiles: Int) {
        most = min(10_000, openFiles - 8000)
    }

    /// What all others are compared with.
    let quiet = Attack(name: "quiet", connections: 0)

    /// Those that may stand at the same time, together; the others each alone.
    ///
    /// - Parameter text: in the names of those that are wanted; `nil`: all.
    /// - Returns: none that is empty.
    func groups(_ text: String?) -> [[Attack]] {
        ([patient] + hasty.map { [$0] })
            .map { group in group.filter { $0.name.contains(text ?? $0.name) } }
            .filter { !$0.isEmpty }
    }

    /// Clients that take their time; what limits them is the clock.
    private var patient: [Attack] {
        [
            // ServerLimits.idleTime, .stallTime and .requestTime, .requestTime, .headerTime.
            Attack(
                name: "idle after a page", connections: most, addresses: 200, manner: Manner(opening: get("/")),
                patience: .seconds(60),
                // 50 kB each; most of it is what Swift's tasks keep for their next calls.
                megabytes: 500, answers: [200]),
            Attack(
                name: "answers not read", connections: 500, addresses: 10,
                manner: Manner(opening: many(get("/styles.css"), 100), reads: false), patience: .seconds(60)),
            Attack(
                name: "slow bodies", connections: 2000, addresses: 10,
                manner: Manner(opening: slowBody, drip: dripping("a")), patience: .seconds(60), answers: [408]),
            Attack(
                name: "slow headers", connections: 2000, addresses: 10,
                manner: Manner(opening: bytes("GET / HTTP/1.1\r\nHost: a\r\nX: "), drip: dripping("a")),
                patience: .seconds(10), answers: [408]),
            Attack(name: "silent", connections: 2000, addresses: 10, patience: .seconds(10)),
        ]
    }

    /// Clients in a hurry.
    private var hasty: [Attack] {
        [
            Attack(name: "one address", connections: 2000, admitted: 256),
            Attack(
                name: "huge headers", connections: 2000, addresses: 10,
                manner: Manner(opening: hugeHeader, drip: dripping(long, every: .milliseconds(200))),
                patience: .seconds(2), answers: [431]),
            Attack(
                name: "pipelined requests", connections: 256,
                manner: Manner(opening: many(get("/"), 30_000)), megabytes: 100,
                answers: [200]),
            flood("forged cookies", get("/", cookie(forged))),
            flood("unknown sessions", get("/", cookie(unknown))),
            flood("no cookies", get("/")),
            Attack(
                name: "guessed passwords", connections: 64, manner: Manner(opening: guess, repeats: true),
                answers: [422, 503]),
        ]
    }

    private func flood(_ name: String, _ request: ByteBuffer) -> Attack {
        Attack(name: name, manner: Manner(opening: request, repeats: true), answers: [200])
    }
}

// What they say.
extension Attacks {
    private var long: String { "X: " + String(repeating: "a", count: 4096) + "\r\n" }

    private var hugeHeader: ByteBuffer {
        bytes("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: long, count: 16))
    }

    private var slowBody: ByteBuffer {
        bytes("POST /auth/signin HTTP/1.1\r\nHost: a\r\nContent-Type: \(form)\r\nContent-Length: 1000\r\n\r\n")
    }

    private var guess: ByteBuffer {
        let body = "username=admin&password=123456"
        return bytes(
            "POST /auth/signin HTTP/1.1\r\nHost: a\r\nContent-Type: \(form)\r\nContent-Length: \(body.count)\r\n\r\n"
                + body)
    }

    private var form: String { "application/x-www-form-urlencoded" }

    /// The right shape, signed under another secret.
    private var forged: String { String(repeating: "A", count: 32) + "." + String(repeating: "B", count: 43) }

    /// Signed as it should be, as of a session that has ended.
    private var unknown: String {
        let id = String(repeating: "A", count: 32)
        return (try? CookieSigner(secrets: [Self.secret]).sign(id)) ?? id
    }

    private func cookie(_ signed: String) -> String {
        "Cookie: connect.sid=" + PercentEncoding.encode("s:" + signed) + "\r\n"
    }

    private func get(_ path: String, _ fields: String = "") -> ByteBuffer {
        bytes("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    }

    private func many(_ request: ByteBuffer, _ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: repeatElement(request.readableBytesView, count: count).joined())
    }

    private func dripping(_ text: String, every pause: TimeAmount = .seconds(3)) -> Manner.Drip {
        Manner.Drip(bytes: bytes(text), every: pause)
    }

    private func bytes(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }
}
