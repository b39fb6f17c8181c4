import Sessions
import SignIn

extension UserID {
    /// Reads what `json` writes; `nil` for what is neither a whole number nor a text.
    init?(json: String) {
        guard let value = RawValue(json: json.utf8) else { return nil }
        if let number = value.int {
            self = .integer(number)
        } else if let text = value.string {
            self = .text(text)
        } else {
            return nil
        }
    }
}
