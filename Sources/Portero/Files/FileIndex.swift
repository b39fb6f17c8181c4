import HTTPCookies

/// What each path is answered with.
struct FileIndex: Sendable {
    enum Entry: Sendable {
        case file(StaticFile)
        /// A folder that has an `index.html`, named without its slash; `location` is its path with one.
        case folder(location: String)
    }

    private var entries: [String: Entry] = [:]
    private let contents: [String: FileContent]

    /// - Parameters:
    ///   - folder: the files' folder.
    ///   - listing: its files.
    ///   - memory: which of them are held in memory.
    ///   - previous: an index made before, so that a file that has not changed is not read again.
    ///   - now: no file was modified later.
    /// - Throws: ``UnreadableFile``.
    init(
        _ folder: String, _ listing: FolderListing, memory: FileMemory, reusing previous: FileIndex?, now: Instant
    ) throws {
        let held = memory.held(of: listing)
        var contents: [String: FileContent] = [:]
        for (name, stamp) in listing.files {
            let content = previous?.contents[name].flatMap { $0.isOf(stamp, held: held.contains(name)) ? $0 : nil }
            contents[name] = try content ?? FileContent(folder + "/" + name, stamp, held: held.contains(name))
        }
        self.contents = contents
        for (name, content) in contents {
            add(StaticFile(name, content, encoded: Self.encodings(of: name, in: contents), now: now), as: name)
        }
    }

    /// The entry at a request's path, which is percent-decoded once; `nil`: none, and for a malformed path.
    func entry(at path: String) -> Entry? {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return entries[path] }
        guard let decoded = PercentEncoding.decode(path), slashes(in: decoded) == slashes(in: path) else { return nil }
        return entries[decoded]
    }

    private mutating func add(_ file: StaticFile, as name: String) {
        let path = "/" + name
        entries[path] = .file(file)
        guard path.hasSuffix("/index.html") else { return }
        let folder = String(path.dropLast("index.html".count))
        entries[folder] = .file(file)
        if folder != "/" { entries[String(folder.dropLast())] = .folder(location: Self.location(of: folder)) }
    }

    /// A path for a `Location` field.
    ///
    /// It begins with one slash, as no name is empty, and so leads to this host.
    private static func location(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.encode(String($0)) }
            .joined(separator: "/")
    }

    /// The compressed files beside a file that are of use: smaller, and not made of an older version of it.
    ///
    /// A checkout or a copy writes them all in any order, a moment apart; so two seconds are no age.
    private static func encodings(
        of name: String, in contents: [String: FileContent]
    ) -> [(coding: ContentCoding, content: FileContent)] {
        guard let original = contents[name] else { return [] }
        return ContentCoding.allCases.compactMap { coding in
            guard let content = contents[name + "." + coding.ending], content.count < original.count,
                content.lastModified + .seconds(2) >= original.lastModified
            else { return nil }
            return (coding, content)
        }
    }
}

private func slashes(in path: String) -> Int {
    path.utf8.count { $0 == UInt8(ascii: "/") }
}
