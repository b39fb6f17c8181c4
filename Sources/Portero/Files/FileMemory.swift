/// How many bytes of files are held in memory; the others stay on disk.
package struct FileMemory: Sendable {
    private let file: Int
    private let total: Int

    /// - Parameters:
    ///   - file: the largest file, in bytes.
    ///   - total: all of them together, in bytes.
    package init(file: Int = 1 << 20, total: Int = 64 << 20) {
        self.file = file
        self.total = total
    }

    /// The names of the files that are held: the smallest first, as that holds the most.
    func held(of listing: FolderListing) -> Set<String> {
        let bySize = listing.files.sorted { ($0.value.size, $0.key) < ($1.value.size, $1.key) }
        var held: Set<String> = []
        var room = total
        for (name, stamp) in bySize {
            guard stamp.size <= min(file, room) else { break }
            room -= stamp.size
            held.insert(name)
        }
        return held
    }
}
