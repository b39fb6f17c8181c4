/// One call in a cluster: what follows from each answer.
struct ClusterCall {
    /// What is to be done next.
    enum Step: Hashable {
        /// The last outcome is the answer.
        case finish
        /// The slot has moved: ask there, from now on.
        case moved(HashSlot, RedisURL.Address)
        /// The slot is moving: ask there, this once.
        case ask(RedisURL.Address)
        /// Pause, find out who has the slot now, and ask again.
        case tryLater
    }

    private static let mostRedirects = 8

    let mayRepeat: Bool
    /// Whether the request may have been carried out before.
    private(set) var isSecond = false
    private var redirects = 0

    init(mayRepeat: Bool) {
        self.mayRepeat = mayRepeat
    }

    /// A node that redirects or is down has not carried the request out, so it may be sent again, whatever it is.
    ///
    /// - Parameters:
    ///   - outcome: of the last try.
    ///   - isPiece: whether the reply is an array of several commands' replies.
    ///   - asked: the node that was asked.
    /// - Returns: what is to be done next.
    mutating func step(after outcome: Outcome, isPiece: Bool, from asked: RedisURL.Address) -> Step {
        switch outcome {
        case .unsent(.closed), .unsent(.timedOut), .unsent(.rejected), .unsent(.overloaded), .lost(.closed):
            return .finish
        case .unsent: return .tryLater
        case .lost:
            guard mayRepeat else { return .finish }
            isSecond = true
            return .tryLater
        case .reply(.error(let refusal)): return redirect(refusal, from: asked)
        case .reply(.array(let values)) where isPiece: return redirect(piece: values, from: asked)
        case .reply: return .finish
        }
    }

    /// Of several commands some may have been carried out.
    private mutating func redirect(piece values: [RESPValue], from asked: RedisURL.Address) -> Step {
        for case .error(let refusal) in values {
            let step = redirect(refusal, from: asked)
            guard step != .finish else { continue }
            return mayRepeat ? step : .finish
        }
        return .finish
    }

    private mutating func redirect(_ refusal: RedisRefusal, from asked: RedisURL.Address) -> Step {
        switch refusal.code {
        case "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "LOADING": return .tryLater
        case "MOVED", "ASK":
            redirects += 1
            let words = refusal.details.split(separator: " ")
            guard redirects <= Self.mostRedirects, words.count >= 2,
                let slot = Int(words[0]).flatMap({ HashSlot($0) }), let target = Self.address(words[1], from: asked)
            else { return .finish }
            return refusal.code == "ASK" ? .ask(target) : .moved(slot, target)
        default: return .finish
        }
    }

    /// `host:port`; without a host the one that was asked.
    private static func address(_ text: Substring, from asked: RedisURL.Address) -> RedisURL.Address? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        let host = String(text[..<colon])
        return RedisURL.Address(host: host.isEmpty ? asked.host : host, port: port)
    }
}
