/// One element of `Forwarded`: what one proxy says of the request that it got.
///
/// Source: RFC 7239 section 4. More than its grammar allows is read: blanks around `;`, and values without quotes that
/// need them.
struct ForwardedElement: Hashable, Sendable {
    /// Who asked the proxy; `nil` where that is hidden, malformed or not said.
    private(set) var node: IPAddress?
    /// By which scheme.
    private(set) var proto: String?
    /// For which host.
    private(set) var host: String?

    /// The elements of all lines, in order.
    ///
    /// A line that is malformed is one element that says nothing, so that nobody is believed who stands before it.
    static func elements(of lines: [String]) -> [ForwardedElement] {
        lines.flatMap { line in
            var reader = ForwardedReader(line)
            return reader.line() ?? [ForwardedElement()]
        }
    }

    /// - Parameter pairs: names in lower case, with their values; no name is there twice.
    fileprivate init?(_ pairs: [(name: String, value: String)]) {
        guard Set(pairs.map(\.name)).count == pairs.count else { return nil }
        for (name, value) in pairs {
            switch name {
            case "for": node = IPAddress(node: value)
            case "proto": proto = value
            case "host": host = value
            default: continue
            }
        }
    }

    private init() {}
}

private struct ForwardedReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ line: String) {
        bytes = Array(line.utf8)
    }

    /// The elements of a line, but for empty ones; `nil` where it is malformed.
    mutating func line() -> [ForwardedElement]? {
        var elements: [ForwardedElement] = []
        repeat {
            guard let pairs = pairs() else { return nil }
            if pairs.isEmpty { continue }
            guard let element = ForwardedElement(pairs) else { return nil }
            elements.append(element)
        } while take(UInt8(ascii: ","))
        return position == bytes.count ? elements : nil
    }

    /// The pairs of one element, but for empty ones.
    private mutating func pairs() -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        repeat {
            skipBlanks()
            guard let name = word() else { continue }
            guard take(UInt8(ascii: "=")), let value = word() ?? quoted() else { return nil }
            pairs.append((name.lowercased(), value))
            skipBlanks()
        } while take(UInt8(ascii: ";"))
        return pairs
    }

    /// What stands without quotes; `nil` for nothing.
    private mutating func word() -> String? {
        let start = position
        while position < bytes.count, !Self.delimiters.contains(bytes[position]) { position += 1 }
        return start < position ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// Source: RFC 9110 section 5.6.4.
    private mutating func quoted() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var text: [UInt8] = []
        while position < bytes.count {
            if take(UInt8(ascii: "\"")) { return String(decoding: text, as: UTF8.self) }
            _ = take(UInt8(ascii: "\\"))
            guard position < bytes.count else { return nil }
            text.append(bytes[position])
            position += 1
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while take(UInt8(ascii: " ")) || take(UInt8(ascii: "\t")) {}
    }

    private static let delimiters = Array("\",;= \t".utf8)
}
