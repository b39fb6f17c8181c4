/// A set of compiled views; it never changes and can be shared by all requests.
///
/// Whatever is wrong with a view is found when the set is made, except what depends on the values: a local that is not
/// there, a limit that is reached.
public struct Templates: Sendable {
    private let library: Library
    /// Numbers by every name that `render` takes.
    private let views: [String: Int]

    /// The names of all views, without `.ejs`, in order: `["auth/signin", "home"]`.
    public let names: [String]

    /// Reads and compiles all views of a folder and of the folders in it.
    ///
    /// Files that end in `.ejs` are views; `.html`, `.css` and `.txt` files are read where a view includes them by
    /// a written path. Hidden files and links that lead out of the folder are left out.
    /// - Parameters:
    ///   - folder: The path of the views folder; its last part is what errors call it.
    ///   - settings: The bounds, the app's functions, locale and time zone.
    /// - Throws: `TemplateLoadError` with the errors of all views that are broken.
    public init(folder: String, settings: TemplateSettings = TemplateSettings()) throws(TemplateLoadError) {
        let files = try ViewFolder(path: folder)
        try self.init(label: files.label, names: files.names, settings: settings) { name throws(TemplateError) in
            try files.read(name)
        }
    }

    /// Compiles views from texts.
    ///
    /// - Parameters:
    ///   - sources: Each file's text under its name inside the views folder, with its ending: `auth/signin.ejs`.
    ///   - folder: What errors call the views folder.
    ///   - settings: The bounds, the app's functions, locale and time zone.
    /// - Throws: `TemplateLoadError` with the errors of all views that are broken.
    public init(
        sources: [String: String], folder: String = "Views", settings: TemplateSettings = TemplateSettings()
    ) throws(TemplateLoadError) {
        try self.init(label: folder, names: Set(sources.keys), settings: settings) { name in
            UTF8Text.withoutMark(Array((sources[name] ?? "").utf8))
        }
    }

    private init(
        label: String, names: Set<String>, settings: TemplateSettings,
        read: (String) throws(TemplateError) -> [UInt8]
    ) throws(TemplateLoadError) {
        library = try LibraryLoader.load(
            label: label, names: names, settings: try Settings(settings), read: read)
        var views: [String: Int] = [:]
        for (name, number) in library.numbers where name.hasSuffix(".ejs") {
            views[name] = number
            views[String(name.dropLast(4))] = number
        }
        self.names = views.keys.filter { !$0.hasSuffix(".ejs") }.sorted()
        for name in self.names where name.hasSuffix("/index") {
            let folder = String(name.dropLast(6))
            if views[folder] == nil { views[folder] = views[name] }
        }
        self.views = views
    }

    /// Whether `render` knows a name.
    public func contains(_ name: String) -> Bool { views[name] != nil }

    /// The views that read a local by its name, themselves or in what they include, or may read it.
    ///
    /// That may be wherever a view takes `locals` as a whole, or works out the path of an include.
    ///
    /// - Parameter local: the local's name.
    /// - Returns: every name of those views that `render` takes.
    package func readers(of local: String) -> Set<String> {
        let readers = library.readers(of: local)
        return Set(views.filter { readers.contains($0.value) }.keys)
    }

    /// Renders a view.
    ///
    /// - Parameters:
    ///   - name: `auth/signin` for `auth/signin.ejs`, or else for `auth/signin/index.ejs`.
    ///   - locals: The values the view reads by name.
    ///   - inLayout: Whether the settings' layout is put around the page.
    /// - Returns: The output as UTF-8.
    /// - Throws: `TemplateError` with the place, when there is no such view, a value is missing, a limit is reached or
    ///   the task is cancelled.
    public func render(
        _ name: String, _ locals: TemplateObject = TemplateObject(), inLayout: Bool = true
    ) throws(TemplateError) -> [UInt8] {
        guard let number = views[name] else {
            throw TemplateError(file: "\(library.folder)/\(name).ejs", message: "there is no such view")
        }
        return try Renderer.render(library.programs[number], of: library, locals, inLayout: inLayout)
    }

    /// Renders a view with the keys of anything that can be encoded as its locals.
    ///
    /// - Parameters:
    ///   - name: as in the other form.
    ///   - locals: what the view reads by name: a struct, or a dictionary.
    ///   - inLayout: Whether the settings' layout is put around the page.
    /// - Returns: The output as UTF-8.
    /// - Throws: `TemplateError` as in the other form, and what the locals throw while they are encoded.
    public func render(_ name: String, encoding locals: some Encodable, inLayout: Bool = true) throws -> [UInt8] {
        try render(name, TemplateObject(encoding: locals), inLayout: inLayout)
    }
}
