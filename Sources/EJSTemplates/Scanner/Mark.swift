/// The marks that part code from text.
enum Mark: String {
    case literalOpen = "<%%"
    case literalClose = "%%>"
    case openEscaped = "<%="
    case openRaw = "<%-"
    case openSlurping = "<%_"
    case openComment = "<%#"
    case open = "<%"
    case close = "%>"
    case closeTrimming = "-%>"
    case closeSlurping = "_%>"

    var length: Int { rawValue.utf8.count }

    /// Whether the mark can end a tag.
    var closes: Bool {
        switch self {
        case .close, .closeTrimming, .closeSlurping: true
        case .literalOpen, .literalClose, .openEscaped, .openRaw, .openSlurping, .openComment, .open: false
        }
    }

    /// The first mark at or after an offset and where it starts; the end of the bytes when there is none.
    static func first(in bytes: [UInt8], from offset: Int) -> (start: Int, mark: Mark?) {
        var start = offset
        while start + 1 < bytes.count {
            if let mark = at(start, in: bytes) { return (start, mark) }
            start += 1
        }
        return (bytes.count, nil)
    }

    private static func at(_ start: Int, in bytes: [UInt8]) -> Mark? {
        let third = start + 2 < bytes.count ? bytes[start + 2] : 0
        switch (bytes[start], bytes[start + 1], third) {
        case (UInt8(ascii: "<"), UInt8(ascii: "%"), _): return opening(third)
        case (UInt8(ascii: "%"), UInt8(ascii: "%"), UInt8(ascii: ">")): return .literalClose
        case (UInt8(ascii: "%"), UInt8(ascii: ">"), _): return .close
        case (UInt8(ascii: "-"), UInt8(ascii: "%"), UInt8(ascii: ">")): return .closeTrimming
        case (UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: ">")): return .closeSlurping
        default: return nil
        }
    }

    private static func opening(_ third: UInt8) -> Mark {
        switch third {
        case UInt8(ascii: "%"): .literalOpen
        case UInt8(ascii: "="): .openEscaped
        case UInt8(ascii: "-"): .openRaw
        case UInt8(ascii: "_"): .openSlurping
        case UInt8(ascii: "#"): .openComment
        default: .open
        }
    }
}
