/// Named values in JavaScript's order: keys that are array indices first, ascending, then the others as they came.
///
/// Keys are compared byte for byte, so that two spellings of "é" are two keys, as they are in JavaScript.
/// Reading and setting a key cost about the same at any size.
public struct TemplateObject: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var entries = OrderedEntries<TemplateValue>()

    /// Makes an object without keys.
    public init() {}

    /// Makes an object of keys and values; of two equal keys the last one counts.
    public init(_ elements: some Sequence<(String, TemplateValue)>) {
        entries = OrderedEntries(elements)
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
        get { entries[key] }
        set { entries[key] = newValue }
    }

    /// Takes over all keys of another object; where both have a key, the other's value counts.
    public mutating func merge(_ other: TemplateObject) {
        guard !isEmpty else {
            self = other
            return
        }
        for entry in other.entries.entries { self[entry.key] = entry.value }
    }
}

extension TemplateObject: Sequence {
    /// The keys and values in order.
    ///
    /// O(n), and O(n log n) when there are keys that are array indices.
    public func makeIterator() -> IndexingIterator<[(key: String, value: TemplateValue)]> {
        entries.makeIterator()
    }
}

extension TemplateObject: Equatable {
    /// Whether both hold the same keys and values; the order in which they came does not count.
    public static func == (left: TemplateObject, right: TemplateObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.entries.entries.allSatisfy { right[$0.key] == $0.value }
    }
}
