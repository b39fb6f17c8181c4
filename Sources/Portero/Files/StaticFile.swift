import HTTPCookies
import HTTPTypes
import Hummingbird

/// One file with its compressed forms, ready to be sent.
final class StaticFile: Sendable {
    private let plain: Representation
    private let encoded: [(coding: ContentCoding, representation: Representation)]

    /// - Parameters:
    ///   - name: the file's path, which tells its type and how long it may be kept.
    ///   - content: its bytes.
    ///   - encoded: its compressed forms, the best first.
    ///   - now: a file that claims to be of later is of now (RFC 9110 section 8.8.2.1).
    init(
        _ name: String, _ content: FileContent, encoded: [(coding: ContentCoding, content: FileContent)], now: Instant
    ) {
        let lastModified = min(content.lastModified, Instant(milliseconds: now.milliseconds / 1000 * 1000))
        var fields: HTTPFields = [
            .contentType: contentType(of: name), .lastModified: lastModified.imfFixdate,
            .cacheControl: CacheRule.field(for: name), .acceptRanges: "bytes",
        ]
        if !encoded.isEmpty { fields[.vary] = "Accept-Encoding" }
        func representation(_ content: FileContent, _ coding: ContentCoding?) -> Representation {
            Representation(content, coding, fields, lastModified, isOnly: encoded.isEmpty)
        }
        plain = representation(content, nil)
        self.encoded = encoded.map { ($0.coding, representation($0.content, $0.coding)) }
    }

    /// The answer to a GET or HEAD.
    ///
    /// - Parameter request: its conditions and its range count.
    /// - Returns: a 200, 206 or 304.
    /// - Throws: `HTTPError` of status 412 or 416, and ``UnreadableFile``.
    func response(to request: Request) async throws -> Response {
        let headers = request.headers
        let range = request.method == .get && headers.contains(.range) ? headers[.range].flatMap(ByteRange.init) : nil
        let representation = representation(for: headers, range)
        switch representation.validators.verdict(on: headers) {
        case .preconditionFailed: throw HTTPError(.preconditionFailed, headers: representation.errorFields)
        case .notModified: return representation.notModified
        case .perform: break
        }
        guard request.method == .get else { return representation.head }
        guard let range, representation.validators.allowsRange(headers) else { return try await representation.whole() }
        return try await representation.part(range)
    }

    /// A range is one of the plain file, unless the client refuses that.
    private func representation(for headers: HTTPFields, _ range: ByteRange?) -> Representation {
        guard !encoded.isEmpty else { return plain }
        let accept = AcceptEncoding(headers)
        if range != nil && accept.acceptsIdentity { return plain }
        let best = accept.best(of: encoded.lazy.map(\.coding))
        return encoded.first { $0.coding == best }?.representation ?? plain
    }
}
