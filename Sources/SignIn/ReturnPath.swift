/// Where to go after signing in: a path on this host, never another host, and never a page of `/auth/`.
///
/// What a client hands over as `return` is refused as soon as any reader of URLs (a browser, a proxy, the router)
/// might take it elsewhere than it seems to lead. A path with an empty segment (`//`), a backslash, a control
/// character, a `.` or `..` segment, or a first segment `auth` in any case, is refused, and just so where any of
/// these only appears after percent-decoding, up to three times over, or after cutting what follows a `;`.
///
/// Source: OWASP Unvalidated Redirects and Forwards Cheat Sheet; URL Standard, section 4.4, path state.
public struct ReturnPath: Hashable, Sendable, CustomStringConvertible {
    /// The path and its query, 1...2048 bytes of those that RFC 3986 allows there: ready for a `Location` field.
    public let text: String

    /// The home page, `/`.
    public static let root = ReturnPath(checked: "/")

    /// The longest ``text``, in bytes.
    public static let byteLimit = 2048

    /// Reads a path, with or without a query, and percent-encodes what RFC 3986 does not allow bare.
    ///
    /// A fragment is refused, since no server sees one. The query, which does not decide where a URL leads, may hold
    /// anything but control characters, bare backslashes and broken percent-encoding. Beyond ASCII, characters are
    /// encoded as UTF-8; a path that decodes to anything else than UTF-8 is refused.
    ///
    /// - Parameter text: decoded once, as a form's field or a query's value comes.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.byteLimit, Self.holdsOnlyText(text) else { return nil }
        let encoded = Self.encode(text.utf8)
        guard encoded.count <= Self.byteLimit, Self.isWellEncoded(encoded) else { return nil }
        let path = encoded.prefix { $0 != UInt8(ascii: "?") }
        guard Self.staysHere(Array(path)), Self.isHarmless(query: encoded[path.endIndex...]) else { return nil }
        self.init(checked: String(decoding: encoded, as: UTF8.self))
    }

    private init(checked text: String) {
        self.text = text
    }

    /// The same as ``text``.
    public var description: String {
        text
    }
}

extension ReturnPath {
    /// How often a path may be encoded over itself.
    private static let encodingLimit = 3

    private static func holdsOnlyText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar != "\\" && scalar != "#" && scalar.properties.generalCategory != .control
        }
    }

    /// Checks a path as it stands and as each further decoding makes it.
    private static func staysHere(_ path: [UInt8]) -> Bool {
        var path = path
        for _ in 0...encodingLimit {
            guard hasOnlyPlainSegments(path) else { return false }
            let decoded = decode(path)
            if decoded == path { return true }
            path = decoded
        }
        return false
    }

    private static func hasOnlyPlainSegments(_ path: [UInt8]) -> Bool {
        // Bytes that are no UTF-8 could be an overlong `/` or `.` to a careless reader.
        guard path.first == UInt8(ascii: "/"), String(validating: path, as: UTF8.self) != nil,
            !path.contains(where: { isControl($0) || $0 == UInt8(ascii: "\\") })
        else { return false }
        let segments = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return segments.enumerated().allSatisfy { place, segment in
            // A slash at the end makes the last segment empty, and leads nowhere else.
            if segment.isEmpty { return place == segments.count - 1 }
            // Some servers cut parameters (`;x`) off a segment before they match it.
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            return !isEmptyOrDots(name) && (place > 0 || !isAuth(name))
        }
    }

    private static func isHarmless(query: ArraySlice<UInt8>) -> Bool {
        !decode(Array(query)).contains(where: isControl)
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F
    }

    /// Nothing, `.` or `..`.
    private static func isEmptyOrDots(_ name: ArraySlice<UInt8>) -> Bool {
        name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// Compares without regard to case, since a router can be told to.
    private static func isAuth(_ name: ArraySlice<UInt8>) -> Bool {
        name.lazy.map { $0 | 0x20 }.elementsEqual("auth".utf8)
    }
}

extension ReturnPath {
    private static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in bytes {
            if mayStandBare(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return output
    }

    /// Source: RFC 3986 sections 3.3 and 3.4: `pchar`, `/` and `?`; and `%`, which is checked apart.
    private static func mayStandBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@/?%".utf8.contains(byte)
        }
    }

    private static func isWellEncoded(_ bytes: [UInt8]) -> Bool {
        bytes.indices.allSatisfy { bytes[$0] != UInt8(ascii: "%") || escapedByte(bytes, at: $0) != nil }
    }

    /// Decodes each `%XX` once and leaves any other `%` as it is, as a lenient reader does.
    private static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let escaped = escapedByte(bytes, at: place)
            output.append(escaped ?? bytes[place])
            place += escaped == nil ? 1 : 3
        }
        return output
    }

    /// The byte that `%XX` at this place stands for; `nil` where there is none.
    private static func escapedByte(_ bytes: [UInt8], at place: Int) -> UInt8? {
        guard bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count,
            let high = Character(UnicodeScalar(bytes[place + 1])).hexDigitValue,
            let low = Character(UnicodeScalar(bytes[place + 2])).hexDigitValue
        else { return nil }
        return UInt8(high << 4 | low)
    }
}
