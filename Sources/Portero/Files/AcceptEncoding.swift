import HTTPTypes

/// How a file may be compressed beside itself, the best first.
enum ContentCoding: CaseIterable, Sendable {
    case brotli
    case gzip

    /// As `Content-Encoding` has it.
    var name: String {
        switch self {
        case .brotli: "br"
        case .gzip: "gzip"
        }
    }

    /// Of the compressed file's name.
    var ending: String {
        switch self {
        case .brotli: "br"
        case .gzip: "gz"
        }
    }
}

/// What the `Accept-Encoding` fields of a request say of the codings that we know.
///
/// Source: RFC 9110 section 12.5.3.
struct AcceptEncoding {
    /// In thousandths; `nil`: not named.
    private var brotli, gzip, identity, others: Int?

    init(_ headers: HTTPFields) {
        for field in headers where field.name == .acceptEncoding {
            for element in FieldParts(field.value[...].utf8, separatedBy: ",") { add(element) }
        }
    }

    /// The coding that is accepted most, of those that there are, the best first; `nil`: none.
    ///
    /// Where nothing is said, nothing is compressed. Of two that are accepted alike the first wins, and any of them
    /// over none.
    func best(of codings: some Sequence<ContentCoding>) -> ContentCoding? {
        var best: ContentCoding?
        var most = max(1, identity ?? others ?? 0)
        for coding in codings {
            let weight = weight(of: coding)
            guard weight > most || (best == nil && weight == most) else { continue }
            (best, most) = (coding, weight)
        }
        return best
    }

    /// Whether the file as it is would do.
    var acceptsIdentity: Bool {
        identity ?? others != 0
    }

    private func weight(of coding: ContentCoding) -> Int {
        switch coding {
        case .brotli: brotli ?? others ?? 0
        case .gzip: gzip ?? others ?? 0
        }
    }

    /// One element, such as `gzip;q=0.5`; one with a malformed weight says nothing.
    private mutating func add(_ element: Substring.UTF8View) {
        var parts = FieldParts(element, separatedBy: ";")
        guard let name = parts.next(), let weight = parts.next().map(Self.weight) ?? 1000 else { return }
        if name.isWord("br") { brotli = weight }
        if name.isWord("gzip") || name.isWord("x-gzip") { gzip = weight }
        if name.isWord("identity") { identity = weight }
        if name.isWord("*") { others = weight }
    }

    /// `q=` and a number from 0 to 1 with at most three decimals, in thousandths.
    private static func weight(_ parameter: Substring.UTF8View) -> Int? {
        guard parameter.prefix(2).isWord("q=") else { return nil }
        var digits = parameter.dropFirst(2)
        guard let whole = digits.popFirst().flatMap(digit), whole <= 1 else { return nil }
        guard let point = digits.popFirst() else { return whole * 1000 }
        guard point == UInt8(ascii: "."), digits.count <= 3 else { return nil }
        var (weight, worth) = (whole * 1000, 100)
        for byte in digits {
            guard let digit = digit(byte) else { return nil }
            weight += digit * worth
            worth /= 10
        }
        return weight <= 1000 ? weight : nil
    }

    private static func digit(_ byte: UInt8) -> Int? {
        isDigit(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
