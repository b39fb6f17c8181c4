import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A value made from a folder's files, and made anew when they have changed.
final class Reloading<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value
        var files: FolderListing
    }

    private let folder: String
    private let reloads: Bool
    private let make: @Sendable () throws -> Value
    private let state: Mutex<State>

    /// - Parameters:
    ///   - folder: the files' folder.
    ///   - reloads: whether it is looked at each time, for development; else it is never looked at again.
    ///   - make: makes the value.
    /// - Throws: what `make` throws.
    init(_ folder: String, reloads: Bool, make: @escaping @Sendable () throws -> Value) throws {
        self.folder = folder
        self.reloads = reloads
        self.make = make
        // Listed first: what changes meanwhile is made anew at the next look.
        let files = FolderListing(folder)
        state = Mutex(State(value: try make(), files: files))
    }

    /// The value as the files make it now.
    func current() throws -> Value {
        if reloads { try reload() }
        return state.withLock { $0.value }
    }

    private func reload() throws {
        let files = FolderListing(folder)
        guard state.withLock({ $0.files != files }) else { return }
        let value = try make()
        state.withLock { $0 = State(value: value, files: files) }
    }
}

/// The names, sizes and times of all files below a folder.
struct FolderListing: Equatable, Sendable {
    struct File: Equatable, Sendable {
        let size: Int
        let modified: Date
    }

    /// By path below the folder, such as `auth/signin.ejs`; no dotfiles, no symbolic links.
    private(set) var files: [String: File] = [:]

    init(_ folder: String) {
        add(folder, below: "")
    }

    private mutating func add(_ folder: String, below prefix: String) {
        // A folder that cannot be read has no files; who needs one of them says so.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where !name.hasPrefix(".") {
            let path = folder + "/" + name
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { continue }
            switch attributes[.type] as? FileAttributeType {
            case .typeDirectory: add(path, below: prefix + name + "/")
            case .typeRegular: files[prefix + name] = File(attributes)
            default: continue
            }
        }
    }
}

extension FolderListing.File {
    fileprivate init(_ attributes: [FileAttributeKey: Any]) {
        size = (attributes[.size] as? any BinaryInteger).map { Int($0) } ?? 0
        modified = attributes[.modificationDate] as? Date ?? .distantPast
    }
}
