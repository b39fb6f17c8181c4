import EJSTemplates
import Foundation
import Testing

/// Views that the real EJS has rendered, one for each thing that statements and functions can do.
///
/// `Fixtures/language.json` names the program and its version; the views were written by hand, what they print was
/// recorded with `ejs.render(template, data)`, the files beside the view.
@Suite("Statements and functions do what they do in EJS")
struct LanguageTests {
    struct Recorded: Sendable, CustomTestStringConvertible {
        var view, output: String
        var testDescription: String { view.debugDescription }
    }

    static let json: TemplateValue = {
        guard let url = Bundle.module.url(forResource: "Fixtures/language", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? TemplateValue(json: Array(bytes))
        else { return .undefined }
        return json
    }()

    static let recorded = json["cases"].elements.map {
        Recorded(view: $0["template"].text ?? "", output: $0["out"].text ?? "")
    }

    @Test func `the recorded views are all there`() { #expect(Self.recorded.count > 190) }

    @Test(arguments: recorded)
    func `a view prints the same bytes`(recorded: Recorded) throws {
        let files = Dictionary(uniqueKeysWithValues: Self.json["files"].object.map { ($0.key, $0.value.text ?? "") })
        #expect(try render(recorded.view, Self.json["data"].object, with: files) == recorded.output)
    }
}
