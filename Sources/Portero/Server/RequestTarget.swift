import HTTPTypes
import NIOHTTP1

/// What stands behind the method in a request line.
///
/// Source: RFC 9112 section 3.2: a path; `*` for OPTIONS; a whole `http` URL, whose host counts before `Host`.
struct RequestTarget: Hashable, Sendable {
    let path: String
    let authority: String?

    init(_ text: String, _ method: HTTPMethod, _ limits: ServerLimits) throws(RequestFault) {
        guard text.utf8.count <= limits.targetBytes else { throw RequestFault(.uriTooLong) }
        // The parser puts U+FFFD where bytes are not UTF-8. A fragment is never sent.
        guard !text.utf8.contains(UInt8(ascii: "#")), !text.unicodeScalars.contains("\u{FFFD}") else {
            throw RequestFault(.badRequest)
        }
        if method == .CONNECT { throw RequestFault(.notImplemented) }
        if text.utf8.first == UInt8(ascii: "/") || (text == "*" && method == .OPTIONS) {
            path = text
            authority = nil
        } else {
            (authority, path) = try Self.split(text)
        }
    }

    private static func split(_ url: String) throws(RequestFault) -> (String, String) {
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: { url.lowercased().hasPrefix($0) }) else {
            throw RequestFault(.badRequest)
        }
        let rest = url.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        guard isHost(host), !host.isEmpty else { throw RequestFault(.badRequest) }
        let path = rest.dropFirst(host.count)
        return (String(host), path.first == "/" ? String(path) : "/" + path)
    }

    /// Whether it is a host name or address with or without a port; an empty one is allowed (RFC 9110 section 7.2).
    static func isHost(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
                true
            default: false
            }
        }
    }
}
