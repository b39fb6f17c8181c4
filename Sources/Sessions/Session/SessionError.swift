/// What an application asked of a session that cannot be done.
public enum SessionError: Error, CustomStringConvertible {
    /// The value set under this key is none that JSON can hold.
    case unencodable(key: String, cause: String)
    /// The key belongs to the session itself, or Express would drop it.
    case reservedKey(String)
    /// There is no such session in the store any more. Express: `failed to load session`.
    case gone

    /// What was met and what was expected; no value.
    public var description: String {
        switch self {
        case .unencodable(let key, let cause): "session value \"\(key)\" cannot be written as JSON: \(cause)"
        case .reservedKey(let key): "session key \"\(key)\" is reserved, expected another name"
        case .gone: "the session is not in the store any more"
        }
    }
}
