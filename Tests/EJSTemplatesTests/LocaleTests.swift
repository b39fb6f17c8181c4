import EJSTemplates
import Foundation
import Testing

@Suite("Dates and numbers are written for readers as in Node")
struct LocaleTests {
    @Test(arguments: RecordedCall.dates)
    func `a date is written as in Node`(call: RecordedCall) throws {
        let settings = TemplateSettings(timeZone: call.zone)
        let views = try Templates(sources: ["home.ejs": "<%- new Date(ms).\(call.source) %>"], settings: settings)
        for (moment, expected) in zip(RecordedCall.moments, call.texts) {
            let text = String(decoding: try views.render("home", ["ms": moment]), as: UTF8.self)
            #expect(text == expected, "\(call.zone): \(call.source)")
        }
    }

    @Test(arguments: RecordedCall.numbers)
    func `a number is written as in Node`(call: RecordedCall) throws {
        let views = try Templates(sources: ["home.ejs": "<%- Number(n).\(call.source) %>"])
        for (number, expected) in zip(RecordedCall.numberTexts, call.texts) {
            let text = String(decoding: try views.render("home", ["n": number]), as: UTF8.self)
            #expect(text == expected, "\(call.source) of \(number)")
        }
    }
}

@Suite("Language and time zone are settings")
struct RegionTests {
    private func render(_ view: String, _ settings: TemplateSettings) throws -> String {
        let views = try Templates(sources: ["home.ejs": view], settings: settings)
        return String(decoding: try views.render("home"), as: UTF8.self)
    }

    @Test func `a view that names no language writes in that of the settings`() throws {
        let view = "<%= (1234567.5).toLocaleString() %> <%= new Date(0).toLocaleDateString(undefined) %>"
        #expect(try render(view, TemplateSettings(locale: "de-DE", timeZone: "UTC")) == "1.234.567,5 1.1.1970")
        #expect(try render(view, TemplateSettings(timeZone: "UTC")) == "1,234,567.5 1/1/1970")
    }

    @Test func `dates are read and shown in the zone of the settings`() throws {
        let view = "<%= new Date('2024-07-01T12:00').toISOString() %> <%= new Date(0).getHours() %>"
        #expect(try render(view, TemplateSettings(timeZone: "Asia/Tokyo")) == "2024-07-01T03:00:00.000Z 9")
    }

    @Test(arguments: [
        ("UTC", "short", "1/1/1970, 12:00:00 AM UTC"),
        ("UTC", "long", "1/1/1970, 12:00:00 AM Coordinated Universal Time"),
        ("America/New_York", "short", "12/31/1969, 7:00:00 PM EST"),
        ("America/New_York", "long", "12/31/1969, 7:00:00 PM Eastern Standard Time"),
    ])
    func `a date names its zone where it is asked to`(zone: String, style: String, expected: String) throws {
        let view = "<%= new Date(0).toLocaleString('en-US', { timeZoneName: '\(style)' }) %>"
        #expect(try render(view, TemplateSettings(timeZone: zone)) == expected)
    }

    @Test func `a zone that is not there is an error when views are loaded`() {
        let error = #expect(throws: TemplateLoadError.self) {
            try Templates(sources: [:], settings: TemplateSettings(timeZone: "Mars/Base"))
        }
        #expect(error?.errors.first?.message == "there is no time zone \"Mars/Base\"")
    }

    @Test(arguments: [
        "(1).toLocaleString('en', { style: 'unit', unit: 'day' })", "(1).toLocaleString('en', { notation: 'compact' })",
        "(1).toLocaleString('en', { style: 'currency' })", "(1).toLocaleString('e n')",
        "(1).toLocaleString('en', { minimumFractionDigits: 5, maximumFractionDigits: 1 })",
        "new Date(0).toLocaleString('en', { timeZone: 'Mars/Base' })",
    ])
    func `what numbers cannot be written as is an error`(expression: String) {
        #expect(throws: TemplateError.self) { try render("<%= \(expression) %>", TemplateSettings()) }
    }

    @Test func `texts are ordered for readers`() throws {
        let view = "<%= ['zeta', 'Ñu', 'nube', 'Ana', 'ánimo', 'oso'].sort((a, b) => a.localeCompare(b, 'es')) %>"
        #expect(try render(view, TemplateSettings()) == "Ana,ánimo,nube,Ñu,oso,zeta")
        #expect(try render(view.replacing(", 'es'", with: ""), TemplateSettings()) == "Ana,ánimo,Ñu,nube,oso,zeta")
        #expect(try render("<%= 'e\u{301}'.normalize() === '\u{E9}' %>", TemplateSettings()) == "true")
    }
}

/// What Node wrote; `Fixtures/record-locales.cjs` has asked it.
struct RecordedCall: Sendable, CustomTestStringConvertible {
    let zone: String
    let source: String
    let texts: [String]

    var testDescription: String { "\(zone) \(source)" }

    private static let json: TemplateValue = {
        guard let url = Bundle.module.url(forResource: "Fixtures/locales", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? TemplateValue(json: Array(bytes))
        else { return .undefined }
        return json
    }()

    static let moments = json["moments"].elements
    static let numberTexts = json["numbers"].elements

    static let dates = json["dates"].elements.map {
        let row = $0.elements
        return RecordedCall(
            zone: row[0].text ?? "", source: row[2].text ?? "", texts: row[3].elements.map { $0.text ?? "" })
    }

    static let numbers = json["numberRows"].elements.map {
        let row = $0.elements
        return RecordedCall(zone: "UTC", source: row[1].text ?? "", texts: row[2].elements.map { $0.text ?? "" })
    }
}
