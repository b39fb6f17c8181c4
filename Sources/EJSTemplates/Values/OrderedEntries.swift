/// Named values in JavaScript's order: keys that are array indices first, ascending, then the others as they came.
///
/// Keys are compared byte for byte. Reading and setting a key cost about the same at any size.
struct OrderedEntries<Element> {
    private(set) var entries: [Entry] = []
    private var positions: [ExactKey: Int] = [:]

    struct Entry {
        var key: String
        var value: Element
    }

    init() {}

    init(_ elements: some Sequence<(String, Element)>) {
        entries.reserveCapacity(elements.underestimatedCount)
        for (key, value) in elements { set(key, value) }
    }

    /// Sets the value of a key.
    mutating func set(_ key: String, _ value: Element) {
        guard let position = position(of: key) else { return append(key, value) }
        entries[position].value = value
    }

    var count: Int { entries.count }

    var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; `nil` when the key is absent, and setting `nil` removes it.
    subscript(key: String) -> Element? {
        get {
            guard let position = position(of: key) else { return nil }
            return entries[position].value
        }
        set {
            if let newValue { return set(key, newValue) }
            if let position = position(of: key) { remove(at: position) }
        }
    }

    /// The keys and values in order.
    ///
    /// O(n), and O(n log n) when there are keys that are array indices.
    var ordered: [(key: String, value: Element)] {
        var indexed: [(UInt32, Entry)] = []
        var named: [(key: String, value: Element)] = []
        for entry in entries {
            if let index = ArrayIndex.parse(entry.key) {
                indexed.append((index, entry))
            } else {
                named.append((entry.key, entry.value))
            }
        }
        guard !indexed.isEmpty else { return named }
        indexed.sort { $0.0 < $1.0 }
        return indexed.map { ($0.1.key, $0.1.value) } + named
    }
}

extension OrderedEntries: Sequence {
    /// The keys and values in order.
    func makeIterator() -> IndexingIterator<[(key: String, value: Element)]> { ordered.makeIterator() }
}

extension OrderedEntries {
    /// Up to this many keys a walk is faster than hashing.
    private static var walkedKeys: Int { 8 }

    private func position(of key: String) -> Int? {
        guard positions.isEmpty else { return positions[ExactKey(text: key)] }
        for position in entries.indices where entries[position].key.isExactly(key) { return position }
        return nil
    }

    private mutating func append(_ key: String, _ value: Element) {
        entries.append(Entry(key: key, value: value))
        if !positions.isEmpty {
            positions[ExactKey(text: key)] = entries.count - 1
        } else if entries.count > Self.walkedKeys {
            indexPositions()
        }
    }

    private mutating func remove(at position: Int) {
        entries.remove(at: position)
        positions = [:]
        if entries.count > Self.walkedKeys { indexPositions() }
    }

    private mutating func indexPositions() {
        positions.reserveCapacity(entries.count * 2)
        for (position, entry) in entries.enumerated() { positions[ExactKey(text: entry.key)] = position }
    }
}

extension OrderedEntries: Sendable where Element: Sendable {}
extension OrderedEntries.Entry: Sendable where Element: Sendable {}

/// A key that equals another only byte for byte.
private struct ExactKey: Hashable, Sendable {
    var text: String

    static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.isExactly(right.text) }
}
