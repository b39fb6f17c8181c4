import ArgumentParser
import EJSTemplates
import Foundation

/// `portero render`: a view to standard output, for trying it and for tests.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Render one view to standard output.")

    @Argument(help: "The view's path, with or without its ending, from the views folder on or through it.")
    var view: String

    @Option(help: "The view's locals: one JSON object, or a file with one.")
    var data: String?

    @Option(help: "The folder of the EJS views.")
    var views = "Views"

    func run() throws {
        let name = view.hasPrefix(views + "/") ? String(view.dropFirst(views.count + 1)) : view
        let html = try Templates(folder: views).render(name, try locals())
        FileHandle.standardOutput.write(Data(html))
    }

    private func locals() throws -> TemplateObject {
        guard let data else { return [:] }
        if data.hasPrefix("{") { return try locals(in: Array(data.utf8), named: "--data") }
        guard let content = FileManager.default.contents(atPath: data) else {
            throw DataFault(file: data, fault: "cannot be read, expected a JSON file")
        }
        return try locals(in: [UInt8](content), named: data)
    }

    private func locals(in json: [UInt8], named name: String) throws -> TemplateObject {
        guard case .object(let locals) = try TemplateValue(json: json, named: name) else {
            throw DataFault(file: name, fault: "expected one JSON object")
        }
        return locals
    }
}

/// What is wrong with the locals' file.
private struct DataFault: Error, CustomStringConvertible {
    let file: String
    let fault: String

    var description: String { "\(file): \(fault)" }
}
