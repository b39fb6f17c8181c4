/// What a `Content-Type` says of a body.
///
/// Source: RFC 9110 section 8.3.1.
struct BodyType {
    /// Such as `application/json`, in lower case.
    let name: Substring
    /// Whether the text is UTF-8: no `charset` says anything else.
    let isUTF8: Bool

    /// `nil` where there is no field, or nothing in it.
    init?(_ field: String?) {
        guard let field else { return nil }
        let parts = field.lowercased().split(separator: ";", omittingEmptySubsequences: false).map(\.withoutBlanks)
        guard let name = parts.first, !name.isEmpty else { return nil }
        self.name = name
        isUTF8 = parts.dropFirst().allSatisfy { parameter in
            guard parameter.hasPrefix("charset=") else { return true }
            let charset = parameter.dropFirst("charset=".count)
            return charset == "utf-8" || charset == "\"utf-8\""
        }
    }

    static let form = "application/x-www-form-urlencoded"
    static let json = "application/json"
}
