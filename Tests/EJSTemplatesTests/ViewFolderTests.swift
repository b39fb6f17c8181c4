import EJSTemplates
import Foundation
import Testing

@Suite("A folder of views is read safely")
struct ViewFolderTests {
    @Test func `all views of a folder are there under their names`() throws {
        let folder = try TemporaryViews(["home.ejs": "", "auth/signin.ejs": "", "users/index.ejs": "U", "a.html": "<%"])
        let views = try Templates(folder: folder.path)
        #expect(views.names == ["auth/signin", "home", "users/index"])
        #expect(views.contains("auth/signin") && views.contains("auth/signin.ejs") && !views.contains("a.html"))
    }

    @Test func `a folder's name means its index, as in Express`() throws {
        let views = try Templates(sources: ["users/index.ejs": "index", "posts.ejs": "posts", "posts/index.ejs": ""])
        #expect(try views.render("users") == Array("index".utf8))
        #expect(try views.render("posts") == Array("posts".utf8))
    }

    @Test func `another file is read where a view includes it`() throws {
        let folder = try TemporaryViews(["home.ejs": "<%- include('css/a.css') %>", "css/a.css": "a{}<%= 1 + 1 %>"])
        #expect(try Templates(folder: folder.path).render("home") == Array("a{}2".utf8))
    }

    @Test func `a byte order mark is left out`() throws {
        let folder = try TemporaryViews()
        try folder.write([0xEF, 0xBB, 0xBF, 0x61], to: "home.ejs")
        #expect(try Templates(folder: folder.path).render("home") == [0x61])
    }

    @Test func `bytes that are not UTF-8 are an error that names file and offset`() throws {
        let folder = try TemporaryViews()
        try folder.write([0x61, 0xC3, 0xB1, 0xFF], to: "sub/bad.ejs")
        let error = #expect(throws: TemplateLoadError.self) { try Templates(folder: folder.path) }
        #expect(error?.errors.first?.brief == "Views/sub/bad.ejs: byte 3 is not UTF-8")
    }

    @Test func `every broken view is reported, not only the first`() throws {
        let folder = try TemporaryViews(
            ["a.ejs": "<% if %>", "b.ejs": "fine", "c/d.ejs": "\n<%= x", "e.ejs": "<%- include('a') %>"])
        let error = try #require(throws: TemplateLoadError.self) { try Templates(folder: folder.path) }
        #expect(error.errors.map { "\($0.place)" } == ["Views/a.ejs:1:7", "Views/c/d.ejs:2:1"])
        #expect(error.description.contains("Views/a.ejs:1:7: ") && error.description.contains("Views/c/d.ejs:2:1: "))
    }

    @Test func `every statement that is wrong is reported, up to twenty in a file`() throws {
        let view = "<% const a = 1; a = 2 %>\n<%= nobody() %>\n<% a = 3 %><%- include('none') %>"
        let error = try #require(throws: TemplateLoadError.self) { try Templates(sources: ["a.ejs": view]) }
        #expect(error.errors.map { "\($0.place)" } == ["Views/a.ejs:1:17", "Views/a.ejs:3:4"])
        let calls = try #require(throws: TemplateLoadError.self) {
            try Templates(sources: ["a.ejs": "<%= nobody() %>\n<%- include('none') %>\n<%= ''.none() %>"])
        }
        #expect(calls.errors.map(\.line) == [1, 2, 3])
        let many = try #require(throws: TemplateLoadError.self) {
            try Templates(sources: ["a.ejs": String(repeating: "<%= nobody() %>", count: 50)])
        }
        #expect(many.errors.count == 20)
    }

    @Test func `hidden files are not views`() throws {
        let folder = try TemporaryViews([".secret.ejs": "s", ".git/x.ejs": "x", "home.ejs": ""])
        #expect(try Templates(folder: folder.path).names == ["home"])
    }

    @Test func `links that lead out of the folder are left out, also to a folder with a longer name`() throws {
        let folder = try TemporaryViews(["home.ejs": "", "real.ejs": "r"])
        try folder.write(Array("secret".utf8), to: "../Views-evil/secret.ejs")
        try folder.link("file.ejs", to: folder.path + "-evil/secret.ejs")
        try folder.link("folder", to: folder.path + "-evil")
        try folder.link("inside.ejs", to: folder.path + "/real.ejs")
        try folder.link("round", to: folder.path)
        #expect(try Templates(folder: folder.path).names == ["home", "inside", "real"])
    }

    @Test func `the views folder itself may be a link`() throws {
        let folder = try TemporaryViews(["home.ejs": "h"])
        try folder.link("../current", to: folder.path)
        let link = URL(fileURLWithPath: folder.path).deletingLastPathComponent().appendingPathComponent("current").path
        #expect(try Templates(folder: link).render("home") == Array("h".utf8))
    }

    @Test func `a folder that is not there is an error`() {
        let error = #expect(throws: TemplateLoadError.self) { try Templates(folder: "/nowhere/Views") }
        #expect(error?.description == "/nowhere/Views: the views folder cannot be read")
    }
}
