/// Where sessions or accounts are kept, as `SESSION_STORE` and `DATABASE_URL` say it.
enum StoreLocation: Hashable, Sendable {
    /// `memory:`, gone with the process.
    case memory
    /// `sqlite:PATH`.
    case sqlite(path: String)

    /// - Parameter text: `memory:` or `sqlite:PATH`; anything else is none.
    init?(_ text: String) {
        if text == "memory:" {
            self = .memory
        } else if text.hasPrefix("sqlite:"), text.utf8.count > "sqlite:".utf8.count {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else {
            return nil
        }
    }

    static let standard = StoreLocation.sqlite(path: "var/portero.sqlite")
}
