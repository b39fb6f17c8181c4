import Testing

@testable import RedisStores

@Suite("A Redis URL") struct RedisURLTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let text, hosts: String
        var user: String?
        var password: String?
        var database = 0
        var isCluster = false

        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "redis://localhost", hosts: "localhost:6379"),
        Row(text: "REDIS://localhost/", hosts: "localhost:6379"),
        Row(text: "redis://10.0.0.1:7000/15", hosts: "10.0.0.1:7000", database: 15),
        Row(text: "redis://[::1]:7000", hosts: "[::1]:7000"), Row(text: "redis://[::1]", hosts: "[::1]:6379"),
        Row(text: "redis://:pa:ss@host", hosts: "host:6379", password: "pa:ss"),
        Row(text: "redis://ana:p%40ss%2F%25@host:1", hosts: "host:1", user: "ana", password: "p@ss/%"),
        Row(text: "redis://a%3Ab:x@y@host", hosts: "host:6379", user: "a:b", password: "x@y"),
        Row(text: "redis://a:1,b,c:3", hosts: "a:1,b:6379,c:3", isCluster: true),
        Row(text: "redis://u:p@a:1,b:2/0", hosts: "a:1,b:2", user: "u", password: "p", isCluster: true),
        Row(text: "redis://a?cluster=true", hosts: "a:6379", isCluster: true),
        Row(text: "redis://a/?cluster", hosts: "a:6379", isCluster: true),
        Row(text: "redis://a/3?cluster=false", hosts: "a:6379", database: 3),
    ])
    func `says where the server is, and who we are`(_ row: Row) throws {
        let url = try RedisURL(row.text)
        #expect(url.addresses.map(\.description).joined(separator: ",") == row.hosts)
        #expect(url.login?.user == row.user)
        #expect(url.login?.password == row.password)
        #expect(url.database == row.database)
        #expect(url.isCluster == row.isCluster)
        #expect(!url.isEncrypted)
    }

    @Test func `of the scheme rediss is encrypted`() throws {
        #expect(try RedisURL("rediss://host:6380/2").isEncrypted)
    }

    @Test(arguments: [
        "", "host", "http://host", "redis:host", "redis://", "redis:///0", "redis://:6379", "redis://host:",
        "redis://host:0",
        "redis://host:65536", "redis://host:x", "redis://host/x", "redis://host/-1", "redis://host/1/2",
        "redis://ana@host", "redis://:%zz@host", "redis://:%4@host", "redis://:%ff@host", "redis://a,,b",
        "redis://a,b/1", "redis://a/1?cluster", "redis://a?db=1", "redis://ho st", "redis://[::1",
    ])
    func `is refused where it is none of the forms, without a word of it`(_ text: String) {
        let failure = #expect(throws: RedisURL.Failure.self) {
            try RedisURL(text.replacing("host", with: "secret-host"))
        }
        #expect(failure?.description.contains("secret") == false)
    }

    @Test func `prints without user and password`() throws {
        let url = try RedisURL("rediss://ana:secret@host:1/2")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), dumped] {
            #expect(text.contains("host:1/2"))
            #expect(!text.contains("secret"))
            #expect(!text.contains("ana"))
        }
        dump(url.login, to: &dumped)
        #expect(!dumped.contains("secret"))
    }
}
