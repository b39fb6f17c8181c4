import EJSTemplates
import Foundation
import Testing

@Suite("The language's functions answer as in Node")
struct BuiltinTests {
    @Test(arguments: RecordedExpression.all)
    func `an expression prints what EJS printed, or is an error as it was`(recorded: RecordedExpression) throws {
        let view = "<%- \(recorded.expression) %>"
        guard let expected = recorded.output else {
            #expect(throws: (any Error).self) { try render(view, RecordedExpression.data) }
            return
        }
        #expect(try render(view, RecordedExpression.data) == expected)
    }

    @Test func `the recorded expressions are all there`() { #expect(RecordedExpression.all.count > 280) }
}

/// What EJS printed; `Fixtures/record-expressions.cjs` has asked it.
struct RecordedExpression: Sendable, CustomTestStringConvertible {
    let expression: String
    /// `nil` for an error.
    let output: String?

    var testDescription: String { expression }

    private static let json: TemplateValue = {
        guard let url = Bundle.module.url(forResource: "Fixtures/expressions", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? TemplateValue(json: Array(bytes))
        else { return .undefined }
        return json
    }()

    static let data = json["data"].object

    static let all = json["cases"].elements.map {
        RecordedExpression(expression: $0["expression"].text ?? "", output: $0["out"].text)
    }
}
