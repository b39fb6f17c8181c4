import HTTPTypes
public import Hummingbird

/// The fields of a form or a query string, decoded.
///
/// Names are told apart as they are written, and each may stand once, but for the lists that are asked for: of two
/// values a check may see the one and a handler the other.
///
/// Source: URL Standard, application/x-www-form-urlencoded parsing; but what it would mend is refused here.
public struct FormFields: Sendable {
    /// How many fields there may be, unless an app says otherwise.
    ///
    /// Express: `parameterLimit`.
    public static let countLimit = 1000

    private var values: [String: [String]] = [:]

    /// No field.
    public init() {}

    /// - Parameters:
    ///   - text: `name=value&…`; `+` is a blank, `%XX` a byte.
    ///   - limit: how many fields there may be.
    ///   - lists: the names that may be given several times, such as those of checkboxes.
    /// - Throws: a 400 for another name given twice, a `%` without two hex digits, bytes that are not UTF-8 and a NUL;
    ///   a 413 for more fields.
    public init(
        urlEncoded text: some StringProtocol, atMost limit: Int = countLimit, lists: Set<String> = []
    ) throws(HTTPError) {
        // By bytes: a `&` that an accent follows is one Character.
        let pairs = Array(text.utf8).split(separator: UInt8(ascii: "&"), maxSplits: limit)
        guard pairs.count <= limit else { throw HTTPError(.contentTooLarge, message: "too many fields") }
        for pair in pairs {
            let head = pair.prefix { $0 != UInt8(ascii: "=") }
            let name = try Self.decode(head)
            let value = try Self.decode(pair.dropFirst(head.count + 1))
            guard values[name] == nil || lists.contains(name) else {
                throw HTTPError(.badRequest, message: "malformed form: a field is given twice")
            }
            values[name, default: []].append(value)
        }
    }

    /// Reads a request's body.
    ///
    /// - Parameters:
    ///   - request: a form that was sent by POST.
    ///   - limit: how many bytes the body may have.
    ///   - count: how many fields there may be.
    ///   - lists: the names that may be given several times, such as those of checkboxes.
    /// - Throws: a 400 for another content type or charset, a malformed body or one that breaks off; a 413 for a
    ///   longer one, or more fields.
    public init(
        _ request: inout Request, upTo limit: Int = 65_536, atMost count: Int = countLimit, lists: Set<String> = []
    ) async throws {
        guard let type = BodyType(request.headers[.contentType]), type.name == BodyType.form, type.isUTF8 else {
            throw HTTPError(.badRequest, message: "expected a form: \(BodyType.form), in UTF-8")
        }
        let body = try await request.wholeBody(upTo: limit)
        request.body = RequestBody(buffer: body)
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw HTTPError(.badRequest, message: "malformed form: expected UTF-8")
        }
        try self.init(urlEncoded: text, atMost: count, lists: lists)
    }

    /// The value of a field, of a list the first; `nil` if there is none.
    public subscript(name: String) -> String? {
        values[name]?.first
    }

    /// All values of a field, in the order they were sent; empty if there is none.
    public func list(_ name: String) -> [String] {
        values[name] ?? []
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) throws(HTTPError) -> String {
        let blanks = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        guard let text = decodedPart(String(decoding: blanks, as: UTF8.self)) else {
            throw HTTPError(
                .badRequest, message: "malformed form: expected UTF-8 without NUL, and two hex digits behind each %")
        }
        return text
    }
}

extension Request {
    /// The query's fields, decoded.
    ///
    /// Throws a 400 where they are malformed, and a 414 where they are too many.
    public var queryFields: FormFields {
        get throws {
            try queryFields(lists: [])
        }
    }

    /// The query's fields, decoded, some of which may be given several times.
    ///
    /// - Parameter lists: their names.
    /// - Returns: the fields.
    /// - Throws: a 400 where they are malformed, and a 414 where they are too many.
    public func queryFields(lists: Set<String>) throws(HTTPError) -> FormFields {
        guard let query = uri.query else { return FormFields() }
        do {
            return try FormFields(urlEncoded: query, lists: lists)
        } catch {
            throw error.status == .contentTooLarge ? HTTPError(.uriTooLong, message: "too many fields") : error
        }
    }
}
