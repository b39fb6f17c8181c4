import HTTPTypes
public import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decodes a request's body as its content type says: JSON, or a form.
///
/// ``PorteroContext`` has it, for `request.decode(as:context:)`; a context of an app's own says
/// `var requestDecoder: BodyDecoder { BodyDecoder() }`. What is wrong with the body is told in words that a client of
/// an API can use, and none of them names a Swift type.
public struct BodyDecoder: RequestDecoder {
    /// Reads dates in JSON as ISO 8601.
    public init() {}

    /// Reads the body and decodes it.
    ///
    /// - Parameters:
    ///   - type: what to decode.
    ///   - request: its body is read, up to the context's `maxUploadSize`.
    ///   - context: the request's context.
    /// - Returns: the value.
    /// - Throws: a 415 that says what is accepted, for another content type or charset; a 413 for a longer body; a 400
    ///   for a malformed one, one that breaks off, and one that holds something else.
    public func decode<Value: Decodable>(
        _ type: Value.Type, from request: Request, context: some RequestContext
    ) async throws -> Value {
        guard let bodyType = BodyType(request.headers[.contentType]), bodyType.isUTF8,
            bodyType.name == BodyType.json || bodyType.name == BodyType.form
        else {
            throw HTTPError(.unsupportedMediaType, headers: [.accept: "\(BodyType.json), \(BodyType.form)"])
        }
        let body = try await request.wholeBody(upTo: context.maxUploadSize)
        do {
            return bodyType.name == BodyType.json ? try json(type, body) : try form(type, body)
        } catch let error as DecodingError {
            throw HTTPError(.badRequest, message: error.words)
        } catch is URLEncodedFormError {
            throw HTTPError(.badRequest, message: "malformed form")
        }
    }

    private func json<Value: Decodable>(_ type: Value.Type, _ body: ByteBuffer) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(body.readableBytesView))
    }

    private func form<Value: Decodable>(_ type: Value.Type, _ body: ByteBuffer) throws -> Value {
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw HTTPError(.badRequest, message: "malformed form: expected UTF-8")
        }
        return try URLEncodedFormDecoder().decode(type, from: text)
    }
}

extension PorteroContext {
    /// Decodes JSON and forms.
    public var requestDecoder: BodyDecoder { BodyDecoder() }
}

extension DecodingError {
    /// What is wrong, and where, for a client.
    fileprivate var words: String {
        switch self {
        case .keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): "\(place(context.codingPath)) is null"
        case .typeMismatch(_, let context): "\(place(context.codingPath)) has another type than expected"
        case .dataCorrupted(let context): "\(place(context.codingPath)) is malformed"
        @unknown default: "the body is malformed"
        }
    }

    /// Such as `the field "address.street"` or `the field "names.0"`.
    private func place(_ path: [any CodingKey]) -> String {
        guard !path.isEmpty else { return "the body" }
        return "the field \"" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            + "\""
    }
}
