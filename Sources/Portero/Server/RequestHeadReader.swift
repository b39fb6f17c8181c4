import HTTPTypes
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// A request's header as the parser gave it, made into one that means the same to everybody who reads it, or refused.
///
/// Source: RFC 9112 sections 3.2 (target and Host), 6.1 and 6.3 (length of the body), 11.2 (smuggling).
struct RequestHeadReader {
    private(set) var fields = HTTPFields()
    private var hosts: [String] = []
    private var codings: [String] = []
    private var length: Int?
    private var lengths = 0
    private(set) var expectsContinue = false
    /// Whether the parser stops behind this request, and with it the connection.
    private(set) var asksForUpgrade = false

    /// In bytes; `nil`: it comes in chunks.
    var bodyLength: Int? { codings.isEmpty ? length ?? 0 : nil }

    /// Whether a body follows.
    var hasBody: Bool { bodyLength != 0 }

    /// - Throws: why the request is refused.
    static func read(
        _ head: HTTPRequestHead, _ limits: ServerLimits
    ) throws(RequestFault) -> (request: HTTPRequest, reader: RequestHeadReader) {
        var reader = RequestHeadReader()
        reader.fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers { try reader.add(name, value) }
        try reader.checkLength(head.version, limits)
        let target = try RequestTarget(head.uri, head.method, limits)
        let host = try reader.host(head.version)
        guard let method = try? HTTPRequest.Method(head.method) else { throw RequestFault(.notImplemented) }
        let request = HTTPRequest(
            method: method, scheme: "http", authority: target.authority ?? host, path: target.path,
            headerFields: reader.fields)
        return (request, reader)
    }

    private mutating func add(_ name: String, _ value: String) throws(RequestFault) {
        // The parser lets tokens pass and nothing else.
        guard let name = HTTPField.Name(name) else { throw RequestFault(.badRequest) }
        switch name.canonicalName {
        case "host":
            // Stands in the request's authority.
            return hosts.append(value)
        case "content-length":
            lengths += 1
            length = Self.number(value)
        case "transfer-encoding": codings.append(value.lowercased())
        case "expect": try expect(value)
        case "upgrade": asksForUpgrade = true
        default: break
        }
        fields.append(HTTPField(name: name, value: value))
    }

    /// Source: RFC 9110 section 10.1.1.
    private mutating func expect(_ value: String) throws(RequestFault) {
        guard value.lowercased() == "100-continue" else { throw RequestFault(.expectationFailed) }
        expectsContinue = true
    }

    private func checkLength(_ version: HTTPVersion, _ limits: ServerLimits) throws(RequestFault) {
        switch (codings, lengths, length) {
        case ([], 0, nil): return
        case ([], 1, let length?): if length > limits.bodyBytes { throw RequestFault(.contentTooLarge) }
        case (["chunked"], 0, nil): if version == .http1_0 { throw RequestFault(.badRequest) }
        // Where the body ends can be told, but not what it says.
        case (let codings, 0, nil) where codings.count == 1 && codings[0].hasSuffix(" chunked"):
            throw RequestFault(.notImplemented)
        default: throw RequestFault(.badRequest)
        }
    }

    /// Digits only: no sign, no blank, nothing that another reader would take for another number.
    private static func number(_ text: String) -> Int? {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private func host(_ version: HTTPVersion) throws(RequestFault) -> String? {
        switch hosts.count {
        case 0 where version == .http1_0: return nil
        case 1 where RequestTarget.isHost(hosts[0]): return hosts[0]
        default: throw RequestFault(.badRequest)
        }
    }
}
