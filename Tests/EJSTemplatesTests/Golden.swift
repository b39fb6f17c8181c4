import EJSTemplates
import Foundation
import Testing

/// One case that the real EJS was asked, and what it answered.
///
/// The file names the program, its version and the machine that made it. Recorded from EJS 3.1.10 on Node 20.20.2.
struct Golden: Sendable, CustomTestStringConvertible {
    enum Answer: Sendable {
        case output(String)
        case failure(String)
        /// A case that has no answer of EJS worth having.
        case none
    }

    var group: String
    var tier: String
    var template: String
    var data: TemplateObject
    var files: [String: String]
    var answer: Answer

    var testDescription: String { "\(group): \(template.debugDescription)" }

    static let all: [Golden] = {
        guard let url = Bundle.module.url(forResource: "Fixtures/ejs-golden", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? TemplateValue(json: Array(bytes))
        else { return [] }
        return json["cases"].elements.map(Golden.init)
    }()

    static func cases(_ belongs: (Golden) -> Bool) -> [Golden] { all.filter(belongs) }

    private init(_ json: TemplateValue) {
        group = json["group"].text ?? ""
        tier = json["tier"].text ?? ""
        template = json["template"].text ?? ""
        data = json["data"].object
        files = Dictionary(uniqueKeysWithValues: json["files"].object.map { ($0.key, $0.value.text ?? "") })
        if let output = json["out"].text {
            answer = .output(output)
        } else {
            answer = json["msg"].text.map { .failure($0) } ?? .none
        }
    }

    /// Loads the case's view as `main.ejs` among its other files.
    func load() throws -> Templates {
        try Templates(sources: files.merging(["main.ejs": template]) { $1 })
    }

    /// Loads and renders.
    func render() throws -> String {
        String(decoding: try load().render("main", data), as: UTF8.self)
    }

    /// The first error of loading and rendering; `nil` when there is none.
    var error: TemplateError? {
        do {
            _ = try render()
            return nil
        } catch let error as TemplateLoadError {
            return error.errors.first
        } catch {
            return error as? TemplateError
        }
    }
}

extension TemplateValue {
    subscript(key: String) -> TemplateValue { object[key] ?? .undefined }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [TemplateValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var object: TemplateObject {
        guard case .object(let object) = self else { return TemplateObject() }
        return object
    }
}
