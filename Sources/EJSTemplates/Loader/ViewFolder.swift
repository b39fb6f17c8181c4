#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files of a views folder; the one place that touches the file system.
struct ViewFolder {
    /// The folder's own name, for errors.
    let label: String
    /// The names of all files that can be read, relative to the folder.
    let names: Set<String>
    private let paths: [String: String]

    private static let largestFile = 16 << 20

    /// Lists the folder: no hidden files, and nothing that links lead to outside of it.
    init(path: String) throws(TemplateLoadError) {
        let root = Self.resolved(path)
        label = root.split(separator: "/").last.map { String($0) } ?? root
        var walk = Walk(root: root)
        guard walk.list("", at: root) else {
            throw TemplateLoadError(errors: [TemplateError(file: path, message: "the views folder cannot be read")])
        }
        paths = walk.files
        names = Set(walk.files.keys)
    }

    /// The bytes of a file, without a byte order mark.
    func read(_ name: String) throws(TemplateError) -> [UInt8] {
        guard let path = paths[name], let data = FileManager.default.contents(atPath: path) else {
            throw TemplateError(file: "\(label)/\(name)", message: "the file cannot be read")
        }
        guard data.count <= Self.largestFile else {
            throw TemplateError(file: "\(label)/\(name)", message: "the file is larger than \(Self.largestFile) bytes")
        }
        let bytes = Array(data)
        if let offset = UTF8Text.firstInvalidOffset(in: bytes) {
            throw TemplateError(
                file: "\(label)/\(name)", message: "byte \(offset) is not UTF-8", hint: "save the file as UTF-8")
        }
        return UTF8Text.withoutMark(bytes)
    }

    fileprivate static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}

/// A walk through a folder and the folders in it.
private struct Walk {
    let root: String
    /// The real path of each file under its name.
    var files: [String: String] = [:]
    private var visited: Set<String> = []

    init(root: String) { self.root = root }

    /// - Returns: `false` when the folder cannot be read.
    mutating func list(_ prefix: String, at path: String) -> Bool {
        guard visited.insert(path).inserted else { return true }
        // Only the caller knows whether an unreadable folder matters.
        guard let children = try? FileManager.default.contentsOfDirectory(atPath: path) else { return false }
        for child in children.sorted() where !child.hasPrefix(".") { add(prefix + child, at: path + "/" + child) }
        return true
    }

    private mutating func add(_ name: String, at path: String) {
        let real = ViewFolder.resolved(path)
        guard real.hasPrefix(root + "/") else { return }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: real, isDirectory: &isFolder) else { return }
        if isFolder {
            _ = list(name + "/", at: real)
        } else {
            files[name] = real
        }
    }
}
