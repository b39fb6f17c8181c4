import Foundation
import ProcessTesting
import Testing

@Suite("portero views tells what is wrong with a folder of views")
struct ViewsCommandTests {
    /// Runs `portero views` on a folder with these files.
    private func views(_ command: [String], _ files: [String: String]) async throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "views-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left there does no harm.
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        var answer: (status: Int32, output: String) = (-1, "")
        try await withPortero { portero async throws in
            answer = try await portero.run(["views"] + command + [folder.path])
        }
        return answer
    }

    @Test func `a folder that loads ends with status 0, also with warnings`() async throws {
        let (status, output) = try await views(["check"], ["a.ejs": "<%- bio %>", "b.ejs": "<%= name %>"])
        #expect(status == 0)
        #expect(output.contains("a.ejs:1:5: warning: ") && output.contains("2 views, 0 errors, 1 warnings"))
    }

    @Test func `warnings count where they are asked to`() async throws {
        let (status, _) = try await views(["check", "--strict"], ["a.ejs": "<%- bio %>"])
        #expect(status == 1)
    }

    @Test func `a view that does not load ends with status 1, and every error is named`() async throws {
        let (status, output) = try await views(
            ["check"], ["a.ejs": "<% if (x { %>", "b.ejs": "<%- include('none') %>"])
        #expect(status == 1)
        #expect(output.contains("a.ejs:1:10: ") && output.contains("b.ejs:1:13: "))
    }

    @Test func `coverage counts the views that load`() async throws {
        let (status, output) = try await views(["coverage"], ["a.ejs": "<% class A {} %>", "b.ejs": "<%= name %>"])
        #expect(status == 0)
        #expect(output.contains("1 of 2 views load (50.0 %)"))
    }
}
