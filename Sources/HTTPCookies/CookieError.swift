/// Why a cookie cannot be written; says what was met and what was expected.
public enum CookieError: Error, Hashable, CustomStringConvertible {
    /// The name is not a token (RFC 9110 section 5.6.2).
    case invalidName(String)
    /// The value of the named cookie has a byte that no cookie-octet is; the value itself is not told.
    case invalidValue(name: String)
    /// Name and value of the named cookie are longer than 4096 bytes together.
    case tooLong(name: String, bytes: Int)
    /// The attribute stands twice in one line.
    case repeatedAttribute(String)
    /// Not a host name.
    case invalidDomain(String)
    /// Not a path.
    case invalidPath(String)
    /// The named attribute or prefix works only with `Secure`.
    case needsSecure(String)
    /// The name's prefix asks for attributes that the cookie lacks.
    case prefixUnmet(String, String)

    /// What was met and what was expected.
    public var description: String {
        switch self {
        case .invalidName(let met):
            "cookie name \"\(met)\": expected letters, digits and !#$%&'*+-.^_`|~ only"
        case .invalidValue(let name):
            "value of cookie \"\(name)\": expected no blank, quote, comma, semicolon, backslash, control or non-ASCII "
                + "character"
        case .tooLong(let name, let bytes): "cookie \"\(name)\": \(bytes) bytes, expected at most 4096 with its name"
        case .repeatedAttribute(let name): "attribute \(name) given twice, expected once"
        case .invalidDomain(let met): "Domain \"\(met)\": expected a host name such as example.com"
        case .invalidPath(let met):
            "Path \"\(met)\": expected \"/\" and printable ASCII without \";\" or a blank at the end"
        case .needsSecure(let what): "\(what): expected Secure beside it, or browsers drop the cookie"
        case .prefixUnmet(let name, let rule): "cookie \"\(name)\": its prefix asks for \(rule)"
        }
    }
}
