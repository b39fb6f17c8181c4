import HTTPCookies
import Sessions

/// How a key stands in the column `sid`: an id as it is, a digest behind a character that no id may have.
extension SessionKey {
    private static let mark = "\u{1}"

    var column: PostgresValue {
        .text(columnText)
    }

    var columnText: String {
        switch content {
        case .id(let text): text
        case .digest(let bytes): Self.mark + String(decoding: Base64.url.encode(bytes), as: UTF8.self)
        }
    }

    /// - Returns: `nil` for what can be neither, such as an id with control characters.
    init?(column text: String) {
        if text.utf8.first == Self.mark.utf8.first {
            guard let digest = Base64.url.decode(text.utf8.dropFirst()) else { return nil }
            self.init(digest: digest)
        } else {
            guard let id = SessionID(text) else { return nil }
            self.init(id)
        }
    }
}
