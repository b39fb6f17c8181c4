/// The entity tags of an `If-Match` or `If-None-Match`, in one field or several.
///
/// Source: RFC 9110 sections 8.8.3 and 13.1.
struct EntityTags {
    private let fields: [String]

    init(_ fields: [String]) {
        self.fields = fields
    }

    /// Whether this strong tag, quotes and all, or `*`, is among them.
    ///
    /// - Parameters:
    ///   - tag: strong.
    ///   - weakly: whether a weak tag matches the strong one of the same text.
    /// - Returns: false behind what is malformed: a tag there might be part of something else.
    func contain(_ tag: String, weakly: Bool) -> Bool {
        fields.contains { Self.isAny($0) || Self.list($0, contains: tag, weakly: weakly) }
    }

    private static func isAny(_ field: String) -> Bool {
        field[...].utf8.trimmed.elementsEqual("*".utf8)
    }

    /// Does not split at commas, since a tag may hold some.
    private static func list(_ field: String, contains tag: String, weakly: Bool) -> Bool {
        let quote = UInt8(ascii: "\"")
        let comma = UInt8(ascii: ",")
        var rest = field[...].utf8.drop { isBlank($0) || $0 == comma }
        while !rest.isEmpty {
            let isWeak = rest.starts(with: "W/".utf8)
            let text = rest.dropFirst(isWeak ? 2 : 0)
            guard text.first == quote, let end = text.dropFirst().firstIndex(of: quote) else { return false }
            rest = text[end...].dropFirst().drop(while: isBlank)
            guard rest.isEmpty || rest.first == comma else { return false }
            if weakly || !isWeak, text[...end].elementsEqual(tag.utf8) { return true }
            rest = rest.drop { isBlank($0) || $0 == comma }
        }
        return false
    }
}
