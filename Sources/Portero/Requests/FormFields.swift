import HTTPTypes
public import Hummingbird
import NIOCore

/// The fields of a form or a query string, decoded.
///
/// Source: URL Standard, application/x-www-form-urlencoded parsing; but what it would mend is refused here.
public struct FormFields: Sendable {
    private var values: [String: String] = [:]

    /// No field.
    public init() {}

    /// - Parameter text: `name=value&…`; `+` is a blank, `%XX` a byte.
    /// - Throws: a 400 for a name given twice, a `%` without two hex digits, and bytes that are not UTF-8.
    public init(urlEncoded text: some StringProtocol) throws(HTTPError) {
        // By bytes: a `&` that an accent follows is one Character.
        for pair in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let head = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = Self.decode(head), let value = Self.decode(pair.dropFirst(head.count + 1)) else {
                throw HTTPError(.badRequest, message: "malformed form: expected UTF-8 and two hex digits behind each %")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw HTTPError(.badRequest, message: "malformed form: a field is given twice")
            }
        }
    }

    /// Reads a request's body.
    ///
    /// - Parameters:
    ///   - request: a form that was sent by POST.
    ///   - limit: how many bytes the body may have.
    /// - Throws: a 400 for another content type, a malformed body or one that breaks off, a 413 for a longer one.
    public init(_ request: inout Request, upTo limit: Int = 65_536) async throws {
        guard Self.isForm(request.headers[.contentType]) else {
            throw HTTPError(.badRequest, message: "expected a form: application/x-www-form-urlencoded")
        }
        let body = try await Self.body(of: &request, upTo: limit)
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw HTTPError(.badRequest, message: "malformed form: expected UTF-8")
        }
        try self.init(urlEncoded: text)
    }

    /// The value of a field; `nil` if there is none.
    public subscript(name: String) -> String? {
        values[name]
    }
}

extension FormFields {
    private static func isForm(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first
        return type?.trimmed.lowercased() == "application/x-www-form-urlencoded"
    }

    /// A body that breaks off, or that HTTP's framing does not hold together, is the client's fault.
    private static func body(of request: inout Request, upTo limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.collectBody(upTo: limit)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            throw HTTPError(.badRequest, message: "the request's body broke off")
        }
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        let blanks = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return PercentEncoding.decode(String(decoding: blanks, as: UTF8.self))
    }
}

extension Substring {
    /// Without blanks and tabs around it.
    fileprivate var trimmed: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isBlank)
        return start.lastIndex { !isBlank($0) }.map { start[...$0] } ?? ""
    }
}

extension Request {
    /// The query's fields, decoded.
    ///
    /// Throws a 400 where they are malformed.
    public var queryFields: FormFields {
        get throws {
            try uri.query.map { try FormFields(urlEncoded: $0) } ?? FormFields()
        }
    }
}
