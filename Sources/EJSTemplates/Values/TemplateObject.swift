/// Named values in JavaScript's order: keys that are array indices first, ascending, then the others as they came.
///
/// Keys are compared byte for byte, so that two spellings of "é" are two keys, as they are in JavaScript.
/// Reading and setting a key cost about the same at any size.
public struct TemplateObject: Sendable, ExpressibleByDictionaryLiteral {
    private var entries: [Entry] = []
    private var positions: [ExactKey: Int] = [:]

    private struct Entry: Sendable, Equatable {
        var key: String
        var value: TemplateValue
    }

    /// Makes an object without keys.
    public init() {}

    /// Makes an object of keys and values; of two equal keys the last one counts.
    public init(_ elements: some Sequence<(String, TemplateValue)>) {
        entries.reserveCapacity(elements.underestimatedCount)
        for (key, value) in elements { self[key] = value }
    }

    /// Makes an object of keys and values; of two equal keys the last one counts.
    public init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self.init(elements)
    }

    /// The number of keys.
    public var count: Int { entries.count }

    /// Whether there is no key.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; `nil` when the key is absent, and setting `nil` removes it.
    public subscript(key: String) -> TemplateValue? {
        get {
            guard let position = position(of: key) else { return nil }
            return entries[position].value
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): entries[position].value = value
            case (nil, let value?): append(key, value)
            case (let position?, nil): remove(at: position)
            case (nil, nil): break
            }
        }
    }

    /// Takes over all keys of another object; where both have a key, the other's value counts.
    public mutating func merge(_ other: TemplateObject) {
        guard !isEmpty else {
            self = other
            return
        }
        for entry in other.entries { self[entry.key] = entry.value }
    }
}

extension TemplateObject: Sequence {
    /// The keys and values in order.
    ///
    /// O(n), and O(n log n) when there are keys that are array indices.
    public func makeIterator() -> IndexingIterator<[(key: String, value: TemplateValue)]> {
        var indexed: [(UInt32, Entry)] = []
        var named: [(key: String, value: TemplateValue)] = []
        for entry in entries {
            if let index = ArrayIndex.parse(entry.key) {
                indexed.append((index, entry))
            } else {
                named.append((entry.key, entry.value))
            }
        }
        guard !indexed.isEmpty else { return named.makeIterator() }
        indexed.sort { $0.0 < $1.0 }
        return (indexed.map { ($0.1.key, $0.1.value) } + named).makeIterator()
    }
}

extension TemplateObject: Equatable {
    /// Whether both hold the same keys and values; the order in which they came does not count.
    public static func == (left: TemplateObject, right: TemplateObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.entries.allSatisfy { right[$0.key] == $0.value }
    }
}

extension TemplateObject {
    /// Up to this many keys a walk is faster than hashing.
    private static let walkedKeys = 8

    private func position(of key: String) -> Int? {
        guard positions.isEmpty else { return positions[ExactKey(text: key)] }
        for position in entries.indices where entries[position].key.isExactly(key) { return position }
        return nil
    }

    private mutating func append(_ key: String, _ value: TemplateValue) {
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

/// A key that equals another only byte for byte.
private struct ExactKey: Hashable, Sendable {
    var text: String

    static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.isExactly(right.text) }
}
