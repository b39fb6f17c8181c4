import EJSTemplates
import Foundation
import Testing

/// Renders one view, and others that it includes.
func render(
    _ view: String, _ locals: TemplateObject = [:], with files: [String: String] = [:],
    limits: TemplateLimits = TemplateLimits()
) throws -> String {
    let views = try Templates(
        sources: files.merging(["home.ejs": view]) { $1 }, settings: TemplateSettings(limits: limits))
    return String(decoding: try views.render("home", locals), as: UTF8.self)
}

/// The error of loading and rendering one view.
func failure(
    of view: String, _ locals: TemplateObject = [:], with files: [String: String] = [:],
    limits: TemplateLimits = TemplateLimits()
) throws -> TemplateError {
    do {
        let output = try render(view, locals, with: files, limits: limits)
        Issue.record("rendered \(output.debugDescription)")
        throw NoFailure()
    } catch let error as TemplateLoadError {
        return try #require(error.errors.first)
    } catch let error as TemplateError {
        return error
    }
}

struct NoFailure: Error {}

/// A folder of views on the disk, removed at the end.
final class TemporaryViews {
    let path: String

    /// Makes a folder `Views` with these files.
    init(_ files: [String: String] = [:]) throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent("ejs-\(UUID().uuidString)")
        path = parent.appendingPathComponent("Views").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(Array(text.utf8), to: name) }
    }

    deinit { try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent()) }

    /// Writes a file; `../` leads out of the folder.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name).standardizedFileURL
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func link(_ name: String, to target: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name).path
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
    }
}
