import HTTPCookies
import HTTPTypes
import Hummingbird

/// A file in one coding, with the header fields of its answers made beforehand.
struct Representation: Sendable {
    let validators: Validators
    private let content: FileContent
    /// Of a 200.
    private let fields: HTTPFields
    /// Of a 304: what a cache needs to know (RFC 9110 section 15.4.5).
    private let cacheFields: HTTPFields
    /// Of a 412 or a 416.
    let errorFields: HTTPFields

    init(
        _ content: FileContent, _ coding: ContentCoding?, _ common: HTTPFields, _ lastModified: Instant, isOnly: Bool
    ) {
        let suffix = coding.map { "-" + $0.ending } ?? ""
        validators = Validators(
            entityTag: "\"\(content.digest)\(suffix)\"", lastModified: lastModified, isOnly: isOnly)
        self.content = content
        var fields = common
        fields[.eTag] = validators.entityTag
        fields[.contentEncoding] = coding?.name
        fields[.contentLength] = String(content.count)
        self.fields = fields
        let cached: [HTTPField.Name] = [.eTag, .lastModified, .cacheControl, .vary]
        cacheFields = HTTPFields(fields.filter { cached.contains($0.name) })
        errorFields = HTTPFields(fields.filter { $0.name == .vary })
    }

    /// The answer to a HEAD.
    var head: Response {
        Response(status: .ok, headers: fields)
    }

    var notModified: Response {
        var response = Response(status: .notModified, headers: cacheFields)
        // That of an empty body would be a lie, since it is told of the representation (RFC 9110 section 8.6).
        response.headers[.contentLength] = nil
        return response
    }

    func whole() async throws -> Response {
        Response(status: .ok, headers: fields, body: try await content.body(0..<content.count))
    }

    func part(_ range: ByteRange) async throws -> Response {
        switch range.extent(of: content.count) {
        case .whole: return try await whole()
        case .unsatisfiable:
            var headers = errorFields
            headers[.contentRange] = "bytes */\(content.count)"
            throw HTTPError(.rangeNotSatisfiable, headers: headers)
        case .part(let bytes):
            var headers = fields
            headers[.contentLength] = String(bytes.count)
            headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(content.count)"
            return Response(status: .partialContent, headers: headers, body: try await content.body(bytes))
        }
    }
}
