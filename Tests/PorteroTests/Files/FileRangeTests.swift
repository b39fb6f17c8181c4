import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("A range of a file (RFC 9110 section 14)") struct FileRangeTests {
    private static let digits = "0123456789"

    /// A field, and the bytes of `0123456789` that it gets; `nil`: the whole, as it is ignored.
    static let served: [(field: String, body: String?)] = [
        ("bytes=0-0", "0"), ("bytes=0-9", digits), ("bytes=0-", digits), ("bytes=2-4", "234"), ("bytes=9-9", "9"),
        ("bytes=9-", "9"), ("bytes=5-100", "56789"), ("bytes=0-99999999999999999999999", digits),
        ("bytes=3-9223372036854775807", "3456789"), ("bytes=3-18446744073709551616", "3456789"), ("bytes=-3", "789"),
        ("bytes=-1", "9"), ("bytes=-10", digits), ("bytes=-11", digits), ("bytes=-99999999999999999999999", digits),
        ("Bytes=0-1", "01"), ("bytes=00-01", "01"), ("bytes= 0-1 ", "01"), ("bytes=,0-1", "01"), ("bytes=0-1, ,", "01"),
        ("bytes=4-2", nil), ("bytes=-", nil), ("bytes=", nil), ("bytes", nil), ("", nil), ("bytes=a-b", nil),
        ("bytes=1", nil), ("bytes=1-2-3", nil), ("bytes=--3", nil), ("bytes=+1-2", nil), ("bytes=1 - 2", nil),
        ("bytes=0x1-2", nil), ("bytes=1.0-2", nil), ("bytes 0-1", nil), ("bytes =0-1", nil), ("items=0-1", nil),
        ("=0-1", nil), ("0-1", nil), ("bytes=0-1,3-4", nil), ("bytes=0-1,-1", nil), ("bytes=0-1,20-30", nil),
        ("bytes=0-1,x", nil), ("bytes=0-1;3-4", nil), ("bytes=٠-١", nil), ("bytes:0-1", nil), ("bytes=0-1bytes=", nil),
    ]

    @Test(arguments: served, FileHouse.memories.indices)
    func `is a 206 of it, or the whole where it is malformed or of several parts`(
        row: (field: String, body: String?), memory: Int
    ) async throws {
        let files = try FileHouse(["a.txt": Self.digits], memory: FileHouse.memories[memory])
        try await files.serve { client in
            let get = try await client.send("/a.txt")
            let answer = try await client.send("/a.txt", [.range: row.field])
            #expect(answer.status == (row.body == nil ? 200 : 206))
            #expect(answer.body == row.body ?? Self.digits)
            var fields = get.headers
            if let body = row.body, let first = body.first, let last = body.last {
                fields[.contentLength] = "\(body.count)"
                fields[.contentRange] = "bytes \(first)-\(last)/10"
            }
            #expect(answer.headers == fields)
            let head = try await client.send(.head, "/a.txt", [.range: row.field])
            #expect(head.status == 200)
            #expect(head.headers == get.headers)
        }
    }

    @Test(arguments: ["bytes=10-", "bytes=10-10", "bytes=20-30", "bytes=99999999999999999999999-", "bytes=-0"])
    func `past the end is a 416 that tells the length`(field: String) async throws {
        let files = try FileHouse(["a.txt": Self.digits])
        let answer = try await files.ask("/a.txt", [.range: field])
        #expect(answer.status == 416)
        #expect(answer.headers[.contentRange] == "bytes */10")
        #expect(answer.body == "")
        let head = try await files.ask("/a.txt", by: .head, [.range: field])
        #expect(head.status == 200)
    }

    @Test(arguments: [("bytes=0-", 416), ("bytes=0-0", 416), ("bytes=-0", 416), ("bytes=-5", 200), ("bytes=x", 200)])
    func `of an empty file is a 416, or the nothing that there is`(field: String, status: Int) async throws {
        for memory in FileHouse.memories {
            let answer = try await FileHouse(["a.txt": ""], memory: memory).ask("/a.txt", [.range: field])
            #expect(answer.status == status)
            #expect(answer.body == "")
            #expect(answer.headers[.contentRange] == (status == 416 ? "bytes */0" : nil))
        }
    }

    @Test func `past the end is a page where there are error pages`() async throws {
        let files = try FileHouse(["a.txt": Self.digits])
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: try PublicFiles(folder: files.folder.path))
        try await files.house.serve(router) { client in
            let page = try await client.send("/a.txt", [.range: "bytes=10-"])
            #expect(page.status == 416)
            #expect(page.headers[.contentRange] == "bytes */10")
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.contentLength] == "\(page.body.utf8.count)")
            #expect(page.body.contains("<title>"))
            let json = try await client.send("/a.txt", [.range: "bytes=10-", .accept: "application/json"])
            #expect(json.status == 416)
            #expect(json.body.contains(#""status":416"#))
            let failed = try await client.send("/a.txt", [.ifMatch: "\"a\""])
            #expect(failed.status == 412)
            #expect(failed.body.contains("<title>"))
        }
    }

    /// An `If-Range`, in which OWN is the file's tag and AT its date, and whether the range counts.
    static let conditions: [(field: String, counts: Bool)] = [
        ("OWN", true), ("AT", true), ("Friday, 02-Jan-26 03:01:01 GMT", true), (#""a""#, false), ("W/OWN", false),
        ("", false), ("*", false), ("OWN, \"a\"", false), ("Fri, 02 Jan 2026 03:01:00 GMT", false),
        ("Fri, 02 Jan 2026 03:01:02 GMT", false), ("soon", false), ("own", false),
    ]

    @Test(arguments: conditions)
    func `counts under If-Range only for the version that the client has`(field: String, counts: Bool) async throws {
        let files = try FileHouse(["a.txt": Self.digits])
        try files.folder.date("a.txt", -184.2)
        try await files.serve { client in
            let get = try await client.send("/a.txt")
            let tag = try #require(get.headers[.eTag])
            let date = try #require(get.headers[.lastModified])
            let field = field.replacing("OWN", with: tag).replacing("AT", with: date)
            let answer = try await client.send("/a.txt", [.range: "bytes=2-3", .ifRange: field])
            #expect(answer.status == (counts ? 206 : 200))
            #expect(answer.body == (counts ? "23" : Self.digits))
            let past = try await client.send("/a.txt", [.range: "bytes=20-", .ifRange: field])
            #expect(past.status == (counts ? 416 : 200))
        }
    }

    @Test func `counts under If-Range by no date where a compressed form has the same one`() async throws {
        let files = try FileHouse(["a.txt": Self.digits, "a.txt.gz": "gz"])
        let get = try await files.ask("/a.txt")
        let date = try #require(get.headers[.lastModified])
        let tag = try #require(get.headers[.eTag])
        let byDate = try await files.ask("/a.txt", [.range: "bytes=2-3", .ifRange: date])
        #expect(byDate.status == 200)
        let byTag = try await files.ask("/a.txt", [.range: "bytes=2-3", .ifRange: tag])
        #expect(byTag.body == "23")
        let compressed = try await files.ask("/a.txt", [.acceptEncoding: "gzip"])
        let other = try #require(compressed.headers[.eTag])
        let byOther = try await files.ask("/a.txt", [.range: "bytes=2-3", .ifRange: other, .acceptEncoding: "gzip"])
        #expect(byOther.status == 200)
    }
}
