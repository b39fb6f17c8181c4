import EJSTemplates
import Foundation
import Testing

@Suite("Views call the app's functions")
struct AppFunctionTests {
    private let settings = TemplateSettings(functions: [
        "money": TemplateFunction { (amount: Double, currency: String?) in "\(amount) \(currency ?? "€")" },
        "i18n.t": TemplateFunction { (key: String) in "<\(key)>" },
        "sum": TemplateFunction { (numbers: [Int]) in numbers.reduce(0, +) },
        "fails": TemplateFunction { () throws -> String in throw NoFailure() },
        "count": TemplateFunction(values: { .number(Double($0.count)) }),
    ])

    private func render(_ view: String, _ locals: TemplateObject = [:]) throws -> String {
        let views = try Templates(sources: ["home.ejs": view], settings: settings)
        return String(decoding: try views.render("home", locals), as: UTF8.self)
    }

    @Test(
        arguments: [
            Row("<%= money(1.5) %>|<%= money(2, '$') %>", "1.5 €|2.0 $"), Row("<%= i18n.t('a') %>", "&lt;a&gt;"),
            Row("<%= sum([1, 2, 3]) %>", "6"), Row("<%= [1.5].map(x => money(x)) %>", "1.5 €"),
            Row("<%= count(1, [2], x => x) %>", "3"), Row("<%= typeof money %>", "function"),
            Row("<% const money = x => x %><%= money(7) %>", "7"),
        ])
    func `by their names, with typed arguments`(row: Row) throws {
        #expect(try render(row.view) == row.output)
    }

    @Test func `process env holds what the settings name, and nothing else`() throws {
        let settings = TemplateSettings(environment: ["NODE_ENV": "production"])
        let views = try Templates(
            sources: ["a.ejs": "<%= process.env.NODE_ENV === 'production' %>"], settings: settings)
        #expect(try views.render("a") == Array("true".utf8))
        #expect(throws: TemplateLoadError.self) {
            try Templates(sources: ["a.ejs": "<%= process.env.HOME %>"], settings: settings)
        }
    }

    @Test func `no local replaces them`() throws {
        #expect(try render("<%= money(1) %><%= locals.money %>", ["money": "mine"]) == "1.0 €mine")
    }

    @Test(
        arguments: [
            ("<%= money('x') %>", "money: argument 1 is a text, expected a number"),
            ("<%= money() %>", "money: argument 1 is undefined, expected a number"),
            ("<%= sum([1.5]) %>", "sum: argument 1 is a list, expected a list whose elements are each a whole number"),
            ("<%= fails() %>", "fails: NoFailure()"),
        ])
    func `an argument of another type and an error of theirs end the rendering`(view: String, message: String) {
        let error = #expect(throws: TemplateError.self) { try render(view) }
        #expect(error?.message == message && error?.line == 1 && error?.column == 5)
    }

    @Test(
        arguments: [
            ("<%= mony(1) %>", "the function \"mony\" is not defined", "did you mean \"money\"?"),
            (
                "<%= formatDate(1) %>", "the function \"formatDate\" is not defined",
                "register a function \"formatDate\" in the views' settings, or pass what it answers; registered are count, fails, i18n.t, money, sum"
            ),
            (
                "<%= utils.cut(1) %>", "there is no method \"cut\"",
                "register a function \"utils.cut\" in the views' settings, or pass what it answers; registered are count, fails, i18n.t, money, sum"
            ),
            ("<%= 'a'.toUppercase() %>", "there is no method \"toUppercase\"", "did you mean \"toUpperCase\"?"),
        ])
    func `what nobody has registered is an error when views are loaded`(view: String, message: String, hint: String) {
        let error = #expect(throws: TemplateLoadError.self) { try render(view) }
        #expect(error?.errors.map(\.message) == [message])
        #expect(error?.errors.first?.hint == hint)
    }
}

@Suite("Swift values become locals")
struct EncodingTests {
    private struct Post: Encodable {
        var title: String
        var tags: [String]
        var author: Author?
        var at: Date
        var votes: UInt8
        var ratio: Float
        var isNew: Bool
    }

    private struct Author: Encodable { var name: String }

    @Test func `a struct becomes an object with its keys in order`() throws {
        let post = Post(
            title: "<", tags: ["a", "b"], author: .init(name: "Ana"), at: Date(timeIntervalSince1970: 1.5), votes: 3,
            ratio: 0.5, isNew: true)
        let object = try TemplateObject(encoding: post)
        #expect(object.map(\.key) == ["title", "tags", "author", "at", "votes", "ratio", "isNew"])
        #expect(object["author"] == ["name": "Ana"] && object["at"] == .date(1500) && object["votes"] == 3)
        #expect(object["tags"] == ["a", "b"] && object["ratio"] == 0.5 && object["isNew"] == true)
    }

    @Test func `a view reads a struct as its locals`() throws {
        let views = try Templates(sources: ["a.ejs": "<%= name %>"])
        #expect(try views.render("a", encoding: Author(name: "Ana")) == Array("Ana".utf8))
    }

    @Test func `lists, dictionaries, options and plain values are encoded as well`() throws {
        #expect(try TemplateValue(encoding: [1, nil, 3]) == [1, nil, 3])
        #expect(try TemplateValue(encoding: ["a": [Author(name: "x")]]) == ["a": [["name": "x"]]])
        #expect(try TemplateValue(encoding: "text") == "text" && TemplateValue(encoding: 7) == 7)
        #expect(throws: EncodingError.self) { try TemplateObject(encoding: [1]) }
    }
}
