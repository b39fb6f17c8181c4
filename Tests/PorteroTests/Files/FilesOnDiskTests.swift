import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("Files that are read from disk") struct FilesOnDiskTests {
    /// Larger than what is held, and than a socket takes at once.
    private static let large: String = {
        // No chunk is like another, since 9973 divides none.
        var random = SeededGenerator(seed: 1)
        let piece = random.text(of: "abcdefghijklmnopqrstuvwxyz".map(String.init), length: 9973...9973)
        return String(repeating: piece, count: 301) + "end"
    }()

    @Test func `go over a live connection whole, by range and by HEAD`() async throws {
        let files = try FileHouse(["large.bin": Self.large, "small.txt": "small"])
        let bytes = Array(Self.large.utf8)
        #expect(bytes.count == 3_001_876)
        try await files.serve(.live) { client in
            let whole = try await client.send("/large.bin")
            #expect(whole.status == 200)
            #expect(whole.body == Self.large)
            #expect(whole.headers[.contentLength] == "\(Self.large.utf8.count)")
            let ranges = [
                0..<1, 0..<131_072, 131_071..<131_073, 131_072..<262_144, 1_000_000..<2_500_000, 3_001_000..<3_001_876,
            ]
            for range in ranges {
                let field = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
                let part = try await client.send("/large.bin", [.range: field])
                #expect(part.status == 206)
                #expect(Array(part.body.utf8) == Array(bytes[range]), "\(field)")
                #expect(part.headers[.contentLength] == "\(range.count)")
            }
            let end = try await client.send("/large.bin", [.range: "bytes=-5"])
            #expect(end.body == String(Self.large.suffix(5)))
            let head = try await client.send(.head, "/large.bin")
            #expect(head.headers[.contentLength] == "\(Self.large.utf8.count)")
            let small = try await client.send("/small.txt")
            #expect(small.body == "small")
        }
    }

    @Test func `have the tag that they would have in memory`() async throws {
        let held = try await FileHouse(["large.bin": Self.large], memory: FileMemory(file: 4 << 20)).ask("/large.bin")
        let read = try await FileHouse(["large.bin": Self.large]).ask("/large.bin")
        #expect(held.headers[.eTag] == read.headers[.eTag])
        #expect(held.body == read.body)
    }

    /// How a file changes behind the server's back.
    static let changes: [(name: String, change: @Sendable (TemporaryFolder) throws -> Void)] = [
        ("shorter", { try $0.overwrite("a.txt", "short") }),
        ("longer", { try $0.overwrite("a.txt", "much longer now") }),
        ("empty", { try $0.overwrite("a.txt", "") }),
        ("other bytes, as many", { try $0.overwrite("a.txt", "987654321") }),
        ("gone", { try $0.remove("a.txt") }),
        (
            "replaced",
            {
                try $0.remove("a.txt")
                try $0.write("a.txt", "987654321")
            }
        ),
        (
            "a folder",
            {
                try $0.remove("a.txt")
                try $0.write("a.txt/b", "123456789")
            }
        ),
        (
            "a link to what it was",
            {
                try FileManager.default.moveItem(atPath: $0.path + "/a.txt", toPath: $0.path + "/b.txt")
                try $0.link("a.txt", to: $0.path + "/b.txt")
            }
        ),
    ]

    @Test(arguments: changes.indices)
    func `are a 503 once they have changed, and the log says so`(change: Int) async throws {
        let files = try FileHouse(["a.txt": "123456789"], memory: FileMemory(file: 0))
        try files.folder.date("a.txt", -100)
        try await files.serve { client in
            try Self.changes[change].change(files.folder)
            for fields in [[:], [.range: "bytes=2-3"]] as [HTTPFields] {
                let answer = try await client.send("/a.txt", fields)
                #expect(answer.status == 503, "\(Self.changes[change].name)")
                #expect(answer.body == "")
            }
        }
        #expect(files.house.log.lines(at: .error).count == 2)
    }

    @Test func `break off where they change in mid-answer, so that nobody takes two halves for one`() async throws {
        /// Changes the file when the answer's head is under way.
        struct Meddler: RouterMiddleware {
            let folder: TemporaryFolder

            func handle(
                _ request: Request, context: PorteroContext,
                next: @concurrent (Request, PorteroContext) async throws -> Response
            ) async throws -> Response {
                var response = try await next(request, context)
                let body = response.body
                response.body = ResponseBody(contentLength: body.contentLength) { writer in
                    try folder.overwrite("a.txt", "987654321")
                    try await body.write(writer)
                }
                return response
            }
        }
        let files = try FileHouse(["a.txt": "123456789"], memory: FileMemory(file: 0))
        try files.folder.date("a.txt", -100)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: Meddler(folder: files.folder))
        router.add(middleware: try files.files())
        try await files.house.serve(router, .live) { client in
            _ = await #expect(throws: (any Error).self) { try await client.send("/a.txt") }
        }
    }

    @Test func `need no disk for what is no body`() async throws {
        let files = try FileHouse(["a.txt": "123456789"], memory: FileMemory(file: 0))
        try await files.serve { client in
            try files.folder.remove("a.txt")
            let head = try await client.send(.head, "/a.txt")
            #expect(head.headers[.contentLength] == "9")
            let unchanged = try await client.send("/a.txt", [.ifNoneMatch: "*"])
            #expect(unchanged.status == 304)
            let past = try await client.send("/a.txt", [.range: "bytes=9-"])
            #expect(past.status == 416)
            let failed = try await client.send("/a.txt", [.ifMatch: "\"a\""])
            #expect(failed.status == 412)
        }
    }

    @Test(arguments: [(FileMemory(file: 4, total: 10), ["a", "b"]), (FileMemory(file: 5, total: 6), ["a", "b"])])
    func `are those too large for memory, and those for which there is no room`(
        memory: FileMemory, held: [String]
    ) async throws {
        let files = try FileHouse(["a": "1", "b": "1234", "c": "12345", "d": "123456"], memory: memory)
        try await files.serve { client in
            for name in ["a", "b", "c", "d"] { try files.folder.remove(name) }
            for name in ["a", "b", "c", "d"] {
                let answer = try await client.send("/" + name)
                #expect(answer.status == (held.contains(name) ? 200 : 503))
            }
        }
    }

    @Test func `leave no descriptor open, also where the answer is dropped`() async throws {
        /// Drops every answer.
        struct Dropper: RouterMiddleware {
            func handle(
                _ request: Request, context: PorteroContext,
                next: @concurrent (Request, PorteroContext) async throws -> Response
            ) async throws -> Response {
                _ = try await next(request, context)
                return Response(status: .ok)
            }
        }
        let files = try FileHouse(["only-here.bin": "123456789"], memory: FileMemory(file: 0))
        let router = Router(context: PorteroContext.self)
        router.add(middleware: Dropper())
        router.add(middleware: try files.files())
        try await files.house.serve(router) { client in
            for _ in 0..<20 { _ = try await client.send("/only-here.bin") }
        }
        // The thread that opened the last one may not have let go of it yet.
        #expect(try Self.openFiles().count { $0.hasSuffix("only-here.bin") } < 20)
    }

    /// What this process has open; nothing where the system does not tell.
    private static func openFiles() throws -> [String] {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        // One that is closed meanwhile has no destination.
        return descriptors.compactMap { name in
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)
        }
    }
}
