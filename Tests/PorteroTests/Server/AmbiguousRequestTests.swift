import ProcessTesting
import Testing

@Suite("A request that two readers could take for two things is refused, and nothing behind it is read")
struct AmbiguousRequestTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let text: String
        var status = 400
        var testDescription: String { what }
    }

    /// What would be taken for a second request if the first were read otherwise.
    private static let hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /echo HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    private static let rows = [
        Row(what: "a length and chunks", text: post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        Row(what: "chunks and a length", text: post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n")),
        Row(what: "two lengths", text: post("Content-Length: 0\r\nContent-Length: 4")),
        Row(what: "the same length twice", text: post("Content-Length: 0\r\nContent-Length: 0")),
        Row(what: "a list of lengths", text: post("Content-Length: 0, 4")),
        Row(what: "a length with a sign", text: post("Content-Length: +4", "abcd")),
        Row(what: "a negative length", text: post("Content-Length: -1")),
        Row(what: "a length in hexadecimal digits", text: post("Content-Length: 0x4", "abcd")),
        Row(what: "an empty length", text: post("Content-Length: ")),
        Row(what: "a length too large for a number", text: post("Content-Length: 99999999999999999999")),
        Row(what: "a length behind a blank before the colon", text: post("Content-Length : 4", "abcd")),
        Row(what: "chunks twice", text: post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        Row(what: "chunks in a coding", text: post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), status: 501),
        Row(what: "a coding behind chunks", text: post("Transfer-Encoding: chunked, identity", "0\r\n\r\n")),
        Row(what: "a coding without chunks", text: post("Transfer-Encoding: identity")),
        Row(what: "a coding that looks like chunks", text: post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
        Row(what: "a coding in quotes", text: post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n")),
        Row(what: "chunks in HTTP/1.0", text: "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Row(
            what: "a chunk whose size is no number", text: post("Transfer-Encoding: chunked", "zz\r\nabcd\r\n0\r\n\r\n")
        ),
        Row(what: "a chunk longer than it says", text: post("Transfer-Encoding: chunked", "1\r\nabcd\r\n0\r\n\r\n")),
        Row(what: "a chunk's line with a bare line feed", text: post("Transfer-Encoding: chunked", "4\nabcd\n0\n\n")),
        Row(what: "lines with a bare carriage return", text: "GET /hello HTTP/1.1\rHost: a\r\r"),
        Row(what: "a folded field", text: "GET /hello HTTP/1.1\r\nHost: a\r\nX: b\r\n c: d\r\n\r\n"),
        Row(what: "a field before the first", text: "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n"),
        Row(what: "a field without a colon", text: "GET /hello HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
        Row(what: "a NUL in a value", text: "GET /hello HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"),
        Row(what: "no host", text: "GET /hello HTTP/1.1\r\n\r\n"),
        Row(what: "two hosts", text: "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Row(what: "a host with a path", text: "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Row(what: "a host with a blank", text: "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Row(what: "a host with a name and password", text: "GET /hello HTTP/1.1\r\nHost: u:p@a\r\n\r\n"),
        Row(what: "a target without a slash", text: "GET hello HTTP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "a target of another scheme", text: "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "a target with a fragment", text: "GET /hello#x HTTP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "a star for a GET", text: "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "a blank in the target", text: "GET /hel lo HTTP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "a tunnel", text: "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", status: 501),
        Row(what: "a method of nobody's", text: "FETCH /hello HTTP/1.1\r\nHost: a\r\n\r\n", status: 501),
        Row(what: "a lower-case method", text: "get /hello HTTP/1.1\r\nHost: a\r\n\r\n", status: 501),
        Row(what: "the first bytes of TLS", text: "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n"),
        Row(what: "another protocol", text: "GET /hello HTPP/1.1\r\nHost: a\r\n\r\n"),
        Row(what: "HTTP/2 with prior knowledge", text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Row(what: "HTTP/3.7", text: "GET /hello HTTP/3.7\r\nHost: a\r\n\r\n", status: 505),
        Row(what: "no version", text: "GET /hello\r\nHost: a\r\n\r\n", status: 505),
        Row(what: "an expectation that nobody meets", text: post("Expect: the-moon\r\nContent-Length: 0"), status: 417),
    ]

    @Test(arguments: rows) func `with one answer, behind which the connection ends`(row: Row) async throws {
        let answer = try await Door().serve { port in
            try await RawClient.say(row.text + Self.hidden, to: port)
        }
        #expect(answer.status == row.status)
        #expect(answer.responses == 1)
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
        #expect(answer.contains("\r\nContent-Security-Policy: "), "headers stand on refused requests too")
        #expect(!answer.contains("hidden"))
    }
}
