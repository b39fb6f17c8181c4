import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import StoreTesting
import Testing

/// A folder of files behind a server.
struct FileHouse {
    /// A limit that holds all files of a test, and one that leaves all on disk.
    static let memories = [FileMemory(), FileMemory(file: -1)]

    let folder: TemporaryFolder
    let house: House
    private let memory: FileMemory

    init(_ files: [String: String] = [:], memory: FileMemory = FileMemory()) throws {
        folder = try TemporaryFolder(files)
        for name in files.keys { try folder.date(name, -100) }
        house = try House()
        self.memory = memory
    }

    /// The files as they are now.
    func files(reloads: Bool = false) throws -> PublicFiles<PorteroContext> {
        try PublicFiles(folder: folder.path, reloads: reloads, memory: memory, clock: house.clock)
    }

    /// A router with the files as they are now, and nothing else.
    func router(reloads: Bool = false) throws -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        router.add(middleware: try files(reloads: reloads))
        return router
    }

    /// Serves the files as they are now to `body`.
    func serve<Value: Sendable>(
        _ setting: TestingSetup = .router, _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await house.serve(router(), setting, body)
    }

    /// One answer about the files as they are now.
    func ask(
        _ path: String, by method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]
    ) async throws -> Received {
        try await serve { try await $0.send(method, path, fields) }
    }
}

extension TemporaryFolder {
    /// Sets when a file was written, in seconds relative to a test's clock.
    func date(_ name: String, _ seconds: Double) throws {
        let start = Date(timeIntervalSince1970: Double(ManualClock.start.milliseconds) / 1000)
        try FileManager.default.setAttributes(
            [.modificationDate: start.addingTimeInterval(seconds)], ofItemAtPath: path + "/" + name)
    }

    /// Writes over a file's bytes without making a new file.
    func overwrite(_ name: String, _ text: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path + "/" + name))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
