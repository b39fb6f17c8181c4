import ArgumentParser
import EJSTemplates
import Foundation

/// `portero render`: a view to standard output, for trying it and for tests.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Render one view to standard output.")

    @Argument(help: "The view's path below the views folder, without its ending.")
    var view: String

    @Option(help: "A JSON file with the view's locals: one object.")
    var data: String?

    @Option(help: "The folder of the EJS views.")
    var views = "Views"

    func run() throws {
        let html = try Templates(folder: views).render(view, try locals())
        FileHandle.standardOutput.write(Data(html))
    }

    private func locals() throws -> TemplateObject {
        guard let data else { return [:] }
        guard let content = FileManager.default.contents(atPath: data) else {
            throw DataFault(file: data, fault: "cannot be read, expected a JSON file")
        }
        guard case .object(let locals) = try TemplateValue(json: [UInt8](content), named: data) else {
            throw DataFault(file: data, fault: "expected one JSON object")
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
