/// Which files an include may mean: names inside the views folder, never outside.
enum IncludePath {
    /// The endings of files that can be included; a path without an ending means `.ejs`.
    static let endings: Set<String> = ["ejs", "html", "css", "txt"]

    enum Answer: Equatable {
        /// Names to look for, the first one first.
        case names([String])
        case refused(String)
    }

    /// The first name that a path may stand for and that is there.
    ///
    /// - Throws: A fault that says why the path leads nowhere.
    static func name(
        for path: String, from file: String, folder: String, isThere: (String) -> Bool
    ) throws(Fault) -> String {
        switch names(for: path, from: file) {
        case .refused(let reason): throw .here(reason, hint: "includes stay inside \(folder)")
        case .names(let names):
            if let name = names.first(where: isThere) { return name }
            let expected = names.map { "\(folder)/\($0)" }.joined(separator: " or ")
            throw .here("there is no view \"\(path)\", expected \(expected)")
        }
    }

    /// The names that a path may stand for: beside the including file first, then from the views folder on.
    static func names(for path: String, from file: String) -> Answer {
        guard !path.utf8.contains(0), !path.utf8.contains(UInt8(ascii: "\\")) else {
            return .refused("an include path with a backslash or a zero byte")
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let last = segments.last, !path.hasSuffix("/") else { return .refused("an empty include path") }
        let ending = ending(of: last)
        guard endings.contains(ending ?? "ejs") else {
            return .refused("an include of a .\(ending ?? "") file, expected .ejs, .html, .css or .txt")
        }
        let folder = path.hasPrefix("/") ? [] : file.split(separator: "/").dropLast()
        let full = segments.dropLast() + [ending == nil ? last + ".ejs" : last]
        return confined([folder + full, Array(full)])
    }

    /// What `path.extname` of Node answers, without its dot.
    private static func ending(of name: Substring) -> String? {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name != ".." else { return nil }
        return String(name[name.index(after: dot)...])
    }

    private static func confined(_ candidates: [[Substring]]) -> Answer {
        var names: [String] = []
        for candidate in candidates {
            guard let segments = normalised(candidate) else { continue }
            guard !segments.contains(where: { $0.hasPrefix(".") }) else {
                return .refused("an include of a hidden file")
            }
            let name = segments.joined(separator: "/")
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? .refused("an include outside of the views folder") : .names(names)
    }

    /// - Returns: `nil` when `..` leads out.
    private static func normalised(_ segments: [Substring]) -> [Substring]? {
        var result: [Substring] = []
        for segment in segments {
            switch segment {
            case ".": continue
            case "..": if result.popLast() == nil { return nil }
            case _: result.append(segment)
            }
        }
        return result
    }
}
