#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The names and stamps of all files below a folder.
struct FolderListing: Equatable, Sendable {
    /// By path below the folder, such as `auth/signin.ejs`; no symbolic links, and no dotfiles.
    ///
    /// The folder `.well-known`, right below, is no dotfile, since that is where RFC 8615 wants what others look for.
    private(set) var files: [String: FileStamp] = [:]

    init(_ folder: String) {
        add(folder, below: "")
    }

    private mutating func add(_ folder: String, below prefix: String) {
        // A folder that cannot be read has no files; who needs one of them says so.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = folder + "/" + name
            let isHidden = name.hasPrefix(".")
            switch PathKind(path) {
            case .folder where !isHidden || prefix + name == ".well-known": add(path, below: prefix + name + "/")
            case .file(let stamp) where !isHidden: files[prefix + name] = stamp
            case .file, .folder, .other: continue
            }
        }
    }
}
