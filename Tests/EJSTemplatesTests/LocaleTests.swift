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
