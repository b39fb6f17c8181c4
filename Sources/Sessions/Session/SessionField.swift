/// A named, typed place in a session: `session[.loggedin]`.
///
/// Declare your own in an extension: `static var cart: SessionField<Cart> { SessionField("cart") }`.
public struct SessionField<Value: Codable & Sendable>: Sendable {
    /// The top-level key of the record.
    public let name: String

    /// - Parameter name: a top-level key; `cookie` and the names that Express drops on load are refused by a trap,
    ///   since this runs at start-up.
    public init(_ name: String) {
        precondition(!ReservedNames.contains(name), "\"\(name)\" cannot be a session field: Express drops it")
        self.name = name
    }
}

/// Names that no application value can have.
///
/// Source: express-session 1.19, `session/session.js`: members of `Session` and of `Object.prototype`, which hide a
/// stored value of the same name.
enum ReservedNames {
    static func contains(_ name: String) -> Bool {
        all.contains(name)
    }

    private static let all: Set<String> = [
        "cookie", SessionTimes.key,
        "id", "req", "touch", "resetMaxAge", "save", "reload", "destroy", "regenerate",
        "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString",
        "valueOf", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
    ]
}
