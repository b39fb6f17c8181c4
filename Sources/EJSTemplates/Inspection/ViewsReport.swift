/// What is wrong with a folder of views, and what is risky in it.
public struct ViewsReport: Sendable {
    /// The names of all views, with `.ejs`, in order.
    public let files: [String]
    /// What keeps views from loading, in the order of their files; several a file perhaps.
    public let errors: [TemplateError]
    /// What the escapes do not protect from, in the order of the files.
    public let warnings: [TemplateWarning]
    private let folder: String

    /// Reads all views of a folder and of the folders in it.
    ///
    /// - Parameters:
    ///   - path: The path of the views folder.
    ///   - settings: The app's functions and the bounds.
    /// - Throws: `TemplateLoadError` when the folder cannot be read.
    public init(folder path: String, settings: TemplateSettings = TemplateSettings()) throws(TemplateLoadError) {
        let views = try ViewFolder(path: path)
        let settings = try Settings(settings)
        folder = views.label
        files = views.names.filter { $0.hasSuffix(".ejs") }.sorted()
        errors = Self.errors(of: views, settings)
        warnings = files.flatMap { Self.warnings(of: $0, in: views, settings) }
    }

    private static func errors(of views: ViewFolder, _ settings: Settings) -> [TemplateError] {
        do throws(TemplateLoadError) {
            _ = try LibraryLoader.load(label: views.label, names: views.names, settings: settings) {
                name throws(TemplateError) in try views.read(name)
            }
            return []
        } catch {
            return error.errors
        }
    }

    private static func warnings(of name: String, in views: ViewFolder, _ settings: Settings) -> [TemplateWarning] {
        // A view that cannot be read is among the errors already.
        guard let bytes = try? views.read(name) else { return [] }
        let source = SourceFile(label: "\(views.label)/\(name)", bytes: bytes)
        guard let statements = try? Parser.statements(of: source, nesting: settings.limits.nesting) else { return [] }
        return Lint.warnings(of: statements, in: source)
    }
}

// MARK: - For people

extension ViewsReport {
    /// All errors and warnings, and a last line that counts them.
    public var findings: String {
        let counts = "\(files.count) views, \(errors.count) errors, \(warnings.count) warnings"
        return (errors.map(\.description) + warnings.map(\.description) + [counts]).joined(separator: "\n")
    }

    /// The views that load.
    public var loading: [String] {
        let broken = Set(errors.map(\.file))
        return files.filter { !broken.contains("\(folder)/\($0)") }
    }

    /// What keeps views from loading, and how many it keeps, the most frequent first.
    public var obstacles: [(message: String, files: Int)] {
        var files: [String: Set<String>] = [:]
        for error in errors { files[error.message, default: []].insert(error.file) }
        return files.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// How many views load, and what stops the others.
    public var coverage: String {
        let part = files.isEmpty ? 100 : Double(loading.count) / Double(files.count) * 100
        let head = "\(loading.count) of \(files.count) views load (\(part.fixed(places: 1)) %)"
        return ([head] + obstacles.map { "\($0.files) stopped by: \($0.message)" }).joined(separator: "\n")
    }
}
