public import HTTPTypes

/// What a client would rather have: a page or JSON.
public enum Answer: Hashable, Sendable {
    /// A page, for people.
    case html
    /// JSON, for programs.
    case json

    /// What the `Accept` fields ask for: JSON only where they want it more than HTML.
    ///
    /// Of two equal qualities the range that names its type more closely wins, so that `application/json, */*` means
    /// JSON. No field, and `*/*`, as a plain `fetch` sends it, mean a page.
    ///
    /// Source: RFC 9110 section 12.5.1; for equal qualities negotiator 0.6.3, `compareSpecs`, as Express uses it.
    public init(acceptedBy headers: HTTPFields) {
        let accepted = headers[values: .accept].flatMap { $0.split(separator: ",") }.map(MediaRange.init)
        let json = Self.quality(of: ["application/json", "application/*", "*/*"], in: accepted)
        let html = Self.quality(of: ["text/html", "text/*", "*/*"], in: accepted)
        self = json > html && json.0 > 0 ? .json : .html
    }

    /// The quality of the closest range that is named, and how close it is: 0 is the exact type.
    private static func quality(of ranges: [String], in accepted: [MediaRange]) -> (Double, Int) {
        for (distance, range) in ranges.enumerated() {
            if let match = accepted.first(where: { $0.type == range }) { return (match.quality, -distance) }
        }
        return (0, -ranges.count)
    }
}

private struct MediaRange {
    let type: String
    let quality: Double

    init(_ text: Substring) {
        let parts = text.split(separator: ";").map { trimmed($0) }
        type = parts.first.map { $0.lowercased() } ?? ""
        quality = parts.dropFirst().lazy.compactMap(Self.quality).first ?? 1
    }

    private static func quality(_ parameter: Substring) -> Double? {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { trimmed($0) }
        guard parts.count == 2, parts[0].lowercased() == "q" else { return nil }
        return Double(String(parts[1])).flatMap { (0...1).contains($0) ? $0 : nil } ?? 0
    }
}

private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
}
