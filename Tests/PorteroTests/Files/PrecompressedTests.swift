import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import Testing

@Suite("Compressed files beside a file") struct PrecompressedTests {
    private static let files = ["a.css": "a long original", "a.css.br": "brotli", "a.css.gz": "gzipped"]

    /// An `Accept-Encoding`, and what is chosen of both, of brotli alone and of gzip alone.
    static let rows: [(accept: String, both: String?, brotli: String?, gzip: String?)] = [
        ("gzip, deflate, br, zstd", "br", "br", "gzip"), ("gzip, deflate, br", "br", "br", "gzip"),
        ("br", "br", "br", nil), ("gzip", "gzip", nil, "gzip"), ("x-gzip", "gzip", nil, "gzip"),
        ("GZIP", "gzip", nil, "gzip"), ("*", "br", "br", "gzip"), ("", nil, nil, nil), ("identity", nil, nil, nil),
        ("deflate", nil, nil, nil), ("zstd", nil, nil, nil), ("br;q=0", nil, nil, nil), ("br;q=0.000", nil, nil, nil),
        ("gzip;q=0, br;q=0", nil, nil, nil), ("br;q=0, *", "gzip", nil, "gzip"), ("*;q=0", nil, nil, nil),
        ("gzip;q=1.0, br;q=0.5", "gzip", "br", "gzip"), ("gzip;q=0.5,br;q=0.5", "br", "br", "gzip"),
        ("gzip;q=0.001", "gzip", nil, "gzip"), ("br;q=0.9, gzip;q=0.91", "gzip", "br", "gzip"),
        ("identity;q=1, br;q=0.5", nil, nil, nil), ("identity;q=0.5, br;q=1", "br", "br", nil),
        ("identity, br", "br", "br", nil), ("identity;q=0, *", "br", "br", "gzip"), ("*;q=0.5", "br", "br", "gzip"),
        ("identity;q=0, gzip;q=0", nil, nil, nil), ("br;q=0.5, *;q=1", "gzip", nil, "gzip"),
        ("br ; q=0.5 , gzip", "gzip", "br", "gzip"), ("br; Q=1", "br", "br", nil), (",, br ,", "br", "br", nil),
        ("br;q=1.001", nil, nil, nil), ("br;q=2", nil, nil, nil), ("br;q=", nil, nil, nil), ("br;q=x", nil, nil, nil),
        ("br;q=0.1234", nil, nil, nil), ("br;q=-1", nil, nil, nil), ("br;q=.5", nil, nil, nil),
        ("br;q=1.", "br", "br", nil),
        ("br;level=9", nil, nil, nil), ("brotli", nil, nil, nil), ("b r", nil, nil, nil), ("br gzip", nil, nil, nil),
        ("\"br\"", nil, nil, nil), ("br;q=1e0", nil, nil, nil), ("br;q=nan", nil, nil, nil),
    ]

    @Test(arguments: rows)
    func `are sent to who accepts them`(
        row: (accept: String, both: String?, brotli: String?, gzip: String?)
    ) async throws {
        for (left, expected) in [(["br", "gz"], row.both), (["br"], row.brotli), (["gz"], row.gzip)] {
            let names = ["a.css"] + left.map { "a.css." + $0 }
            let files = try FileHouse(Self.files.filter { names.contains($0.key) })
            let answer = try await files.ask("/a.css", [.acceptEncoding: row.accept])
            let coded = ["br": "brotli", "gzip": "gzipped"]
            #expect(answer.status == 200)
            #expect(answer.headers[.contentEncoding] == expected)
            #expect(answer.body == expected.flatMap { coded[$0] } ?? "a long original")
            #expect(answer.headers[.contentLength] == "\(answer.body.utf8.count)")
            #expect(answer.headers[.contentType] == "text/css; charset=utf-8")
            #expect(answer.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test func `are chosen by all fields together, and by none where there is no field`() async throws {
        let files = try FileHouse(Self.files)
        let several = try await files.ask("/a.css", .of(("Accept-Encoding", "gzip"), ("Accept-Encoding", "br")))
        #expect(several.headers[.contentEncoding] == "br")
        let none = try await files.ask("/a.css")
        #expect(none.headers[.contentEncoding] == nil)
        #expect(none.headers[.vary] == "Accept-Encoding")
    }

    @Test(arguments: FileHouse.memories.indices)
    func `each have their own tag, and one date`(memory: Int) async throws {
        let same = ["a.css": "a long original", "a.css.br": "coded", "a.css.gz": "coded"]
        let files = try FileHouse(same, memory: FileHouse.memories[memory])
        try await files.serve { client in
            let answers = [
                try await client.send("/a.css"), try await client.send("/a.css", [.acceptEncoding: "br"]),
                try await client.send("/a.css", [.acceptEncoding: "gzip"]),
            ]
            #expect(Set(answers.map { $0.headers[.eTag] }).count == 3)
            #expect(Set(answers.map { $0.headers[.lastModified] }).count == 1)
            for (answer, accept) in zip(answers, ["", "br", "gzip"]) {
                let tag = try #require(answer.headers[.eTag])
                let again = try await client.send("/a.css", [.acceptEncoding: accept, .ifNoneMatch: tag])
                #expect(again.status == 304)
                #expect(again.headers[.vary] == "Accept-Encoding")
                let other = try await client.send("/a.css", [.acceptEncoding: "*;q=0, deflate", .ifNoneMatch: tag])
                #expect(other.status == (accept == "" ? 304 : 200))
                let head = try await client.send(.head, "/a.css", [.acceptEncoding: accept])
                #expect(head.headers == answer.headers)
            }
        }
    }

    @Test func `are not what a range is of, unless the client takes nothing else`() async throws {
        let files = try FileHouse(Self.files)
        let part = try await files.ask("/a.css", [.range: "bytes=2-5", .acceptEncoding: "br"])
        #expect(part.status == 206)
        #expect(part.body == "long")
        #expect(part.headers[.contentEncoding] == nil)
        #expect(part.headers[.contentRange] == "bytes 2-5/15")
        #expect(part.headers[.vary] == "Accept-Encoding")
        let several = try await files.ask("/a.css", [.range: "bytes=2-5,7-8", .acceptEncoding: "br"])
        #expect(several.status == 200)
        #expect(several.body == "brotli")
        let refused = try await files.ask("/a.css", [.range: "bytes=2-5", .acceptEncoding: "br, identity;q=0"])
        #expect(refused.status == 206)
        #expect(refused.body == "otli")
        #expect(refused.headers[.contentEncoding] == "br")
        #expect(refused.headers[.contentRange] == "bytes 2-5/6")
        let past = try await files.ask("/a.css", [.range: "bytes=15-", .acceptEncoding: "br"])
        #expect(past.status == 416)
        #expect(past.headers[.vary] == "Accept-Encoding")
    }

    @Test func `are served under their own names too, as what they are`() async throws {
        let files = try FileHouse(["data.tar": "a long original", "data.tar.gz": "gzipped"])
        let answer = try await files.ask("/data.tar.gz", [.acceptEncoding: "gzip"])
        #expect(answer.body == "gzipped")
        #expect(answer.headers[.contentType] == "application/gzip")
        #expect(answer.headers[.contentEncoding] == nil)
        #expect(answer.headers[.vary] == nil)
    }

    @Test func `stand for index.html too`() async throws {
        let files = try FileHouse(["sub/index.html": "a long original", "sub/index.html.gz": "gzipped"])
        let answer = try await files.ask("/sub/", [.acceptEncoding: "gzip"])
        #expect(answer.body == "gzipped")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test(arguments: ["as long as this", "longer than what it was made of"])
    func `are passed over where they save nothing`(compressed: String) async throws {
        let files = try FileHouse(["a.css": "as long as that", "a.css.gz": compressed])
        let answer = try await files.ask("/a.css", [.acceptEncoding: "gzip"])
        #expect(answer.body == "as long as that")
        #expect(answer.headers[.vary] == nil)
    }

    @Test(arguments: [(-100.0, true), (-99.0, true), (-102.0, true), (-103.0, false), (-3600.0, false)])
    func `are passed over where they are older`(seconds: Double, isSent: Bool) async throws {
        let files = try FileHouse(Self.files.filter { $0.key != "a.css.br" })
        try files.folder.date("a.css", -100)
        try files.folder.date("a.css.gz", seconds)
        let answer = try await files.ask("/a.css", [.acceptEncoding: "gzip"])
        #expect(answer.body == (isSent ? "gzipped" : "a long original"))
    }

    @Test func `are nothing without the file itself, and nothing where they are links`() async throws {
        let files = try FileHouse(["b.css.gz": "gzipped", "a.css": "a long original", "c.gz": "gzipped"])
        try files.folder.link("a.css.gz", to: files.folder.path + "/c.gz")
        let without = try await files.ask("/b.css", [.acceptEncoding: "gzip"])
        #expect(without.status == 404)
        let linked = try await files.ask("/a.css", [.acceptEncoding: "gzip"])
        #expect(linked.body == "a long original")
    }
}
