import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("Public files that change") struct ReloadingFilesTests {
    @Test(arguments: FileHouse.memories.indices)
    func `are read anew in development`(memory: Int) async throws {
        let files = try FileHouse(["style.css": "one", "old.css": "old"], memory: FileHouse.memories[memory])
        try await files.house.serve(files.router(reloads: true)) { client in
            let before = try await client.send("/style.css")
            let untouched = try await client.send("/old.css")
            try files.folder.write("style.css", "changed and longer")
            try files.folder.write("new.css", "new")
            files.house.clock.advance(by: .milliseconds(100))
            let changed = try await client.send("/style.css")
            #expect(changed.body == "changed and longer")
            #expect(changed.headers[.eTag] != before.headers[.eTag])
            let new = try await client.send("/new.css")
            #expect(new.body == "new")
            let same = try await client.send("/old.css")
            #expect(same.body == "old")
            #expect(same.headers == untouched.headers)
            try files.folder.remove("new.css")
            files.house.clock.advance(by: .milliseconds(100))
            let gone = try await client.send("/new.css")
            #expect(gone.status == 404)
        }
    }

    @Test func `are looked at ten times a second at most`() async throws {
        let files = try FileHouse(["style.css": "one"])
        try await files.house.serve(files.router(reloads: true)) { client in
            try files.folder.write("style.css", "longer")
            files.house.clock.advance(by: .milliseconds(99))
            let early = try await client.send("/style.css")
            #expect(early.body == "one")
            files.house.clock.advance(by: .milliseconds(1))
            let due = try await client.send("/style.css")
            #expect(due.body == "longer")
        }
    }

    @Test func `are looked at though the clock was set back`() async throws {
        let files = try FileHouse(["style.css": "one"])
        try await files.house.serve(files.router(reloads: true)) { client in
            try files.folder.write("style.css", "longer")
            files.house.clock.advance(by: .seconds(-3600))
            let answer = try await client.send("/style.css")
            #expect(answer.body == "longer")
        }
    }

    @Test func `are read once in production`() async throws {
        let files = try FileHouse(["style.css": "one"])
        try await files.house.serve(files.router()) { client in
            try files.folder.write("style.css", "changed and longer")
            try files.folder.write("new.css", "new")
            files.house.clock.advance(by: .seconds(3600))
            let old = try await client.send("/style.css")
            #expect(old.body == "one")
            let new = try await client.send("/new.css")
            #expect(new.status == 404)
        }
    }
}
