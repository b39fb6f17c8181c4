import Hummingbird

/// The `Content-Security-Policy` of an app's pages, with a place for a nonce.
///
/// A class, since every request's context carries it.
final class PagePolicy: Sendable {
    /// The policy of pages without scripts and styles of their own.
    let text: String
    /// The pieces of the other pages' policy; between them stands the nonce.
    private let pieces: [Substring]

    init(_ policy: ContentSecurityPolicy) {
        text = policy.description
        var directives = text.split(separator: ";").map { $0.split(separator: " ") }
        for kind in ["script-src", "style-src"] { Self.admit("'nonce-\(Self.gap)'", to: kind, in: &directives) }
        pieces = directives.map { $0.joined(separator: " ") }.joined(separator: "; ").split(separator: Self.gap)
    }

    /// The policy of a page whose own scripts and styles carry this nonce.
    func text(nonce: String) -> String {
        pieces.joined(separator: nonce)
    }

    /// A new nonce: 128 random bits in 22 characters.
    ///
    /// Source: Content Security Policy Level 3 section 7.1.
    static func makeNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return String(decoding: Base64.url.encode(bytes), as: UTF8.self)
    }

    /// No policy has a NUL in it.
    private static let gap: Character = "\0"

    /// Where nothing rules a kind, everything is admitted already.
    ///
    /// Source: Content Security Policy Level 3 section 6.1, the fallbacks to `default-src`.
    private static func admit(_ source: String, to kind: String, in directives: inout [[Substring]]) {
        let names: [Substring?] = ["\(kind)", "\(kind)-elem"]
        let own = directives.indices.filter { names.contains(directives[$0].first) }
        if own.isEmpty, let standard = directives.first(where: { $0.first == "default-src" }) {
            directives.append(["\(kind)"] + standard.dropFirst().filter { $0 != "'none'" } + ["\(source)"])
        }
        for place in own { directives[place] = directives[place].filter { $0 != "'none'" } + ["\(source)"] }
    }
}
