import NIOCore

/// Who we are to a server.
struct RedisLogin: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The ACL user; `nil`: the default one.
    let user: String?
    let password: String

    /// Never the password.
    var description: String { "RedisLogin(\(user ?? "default"))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// The first words on a connection: the protocol's version, who we are, and which database is meant.
///
/// `HELLO 3` first; a server that does not know it (Redis before 6, some proxies) is spoken to in RESP2.
struct Greeting {
    /// What comes next.
    enum Step: Equatable {
        case say(ByteBuffer)
        case done
        case refused(LineFault)
    }

    private enum Stage {
        case hello, authentication, selection
    }

    private let login: RedisLogin?
    private let database: Int
    private var stage = Stage.hello

    init(login: RedisLogin?, database: Int) {
        self.login = login
        self.database = database
    }

    /// What is said first.
    mutating func begin() -> ByteBuffer {
        stage = .hello
        var buffer = ByteBuffer()
        buffer.writeCommand("HELLO", words: login == nil ? 4 : 7)
        buffer.writeWord("3" as StaticString)
        if let login {
            buffer.writeWord("AUTH" as StaticString)
            buffer.writeWord(login.user ?? "default")
            buffer.writeWord(login.password)
        }
        buffer.writeWord("SETNAME" as StaticString)
        buffer.writeWord("portero" as StaticString)
        return buffer
    }

    /// - Parameter reply: to what was said last.
    /// - Returns: what comes next.
    mutating func heard(_ reply: RESPValue) -> Step {
        switch (stage, reply) {
        case (.hello, .error(let refusal)) where refusal.meansUnknownHello:
            guard let login else { return select() }
            return authenticate(login)
        case (_, .error(let refusal)): return .refused(LineFault(greeting: refusal))
        case (.hello, _):
            guard !reply.isReplica else { return .refused(.unreachable("the server is a replica")) }
            return select()
        case (.authentication, _): return select()
        case (.selection, _): return .done
        }
    }

    private mutating func authenticate(_ login: RedisLogin) -> Step {
        stage = .authentication
        var buffer = ByteBuffer()
        buffer.writeCommand("AUTH", words: login.user == nil ? 2 : 3)
        if let user = login.user { buffer.writeWord(user) }
        buffer.writeWord(login.password)
        return .say(buffer)
    }

    private mutating func select() -> Step {
        guard database != 0 else { return .done }
        stage = .selection
        var buffer = ByteBuffer()
        buffer.writeCommand("SELECT", words: 2)
        buffer.writeWord(Int64(database))
        return .say(buffer)
    }
}

extension RedisRefusal {
    fileprivate var meansUnknownHello: Bool {
        code == "NOPROTO" || code == "ERR" && details.lowercased().hasPrefix("unknown command")
    }
}

extension RESPValue {
    /// Whether a reply to HELLO says that the server follows another: it may not know yet who has signed out.
    fileprivate var isReplica: Bool {
        guard let fields = array, let place = fields.firstIndex(of: .bytes(Array("role".utf8))),
            fields.indices.contains(place + 1)
        else { return false }
        return fields[place + 1] != .bytes(Array("master".utf8))
    }
}

extension LineFault {
    /// A server that is loading or full may take us later; one that does not let us in will not.
    fileprivate init(greeting refusal: RedisRefusal) {
        switch refusal.code {
        case "LOADING", "MASTERDOWN", "BUSY": self = .unreachable(refusal.words)
        case "ERR" where refusal.details.hasPrefix("max number of clients"): self = .unreachable(refusal.words)
        default: self = .rejected(refusal.words)
        }
    }
}
