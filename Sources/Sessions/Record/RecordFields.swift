/// The top-level fields of a JSON object, in order, each value as the bytes it came in.
///
/// Nothing below the top level is decoded, so what is not changed is written back byte for byte: number texts,
/// escapes, key order. Of a repeated key the last value counts, in the place of the first, as in JavaScript.
public struct RecordFields: Sendable {
    private struct Field {
        /// The name's bytes without escapes: UTF-8, or WTF-8 where it has a lone surrogate, which JavaScript allows.
        let name: ArraySlice<UInt8>
        /// The name as it is written, with its quotes.
        let quotedName: ArraySlice<UInt8>
        var value: RawValue
    }

    private var list: [Field] = []

    /// `{}`.
    public init() {}

    /// Reads one JSON object (RFC 8259), UTF-8, nested at most 512 deep; `nil` for other text.
    ///
    /// O(length), and O(fields²) for finding repeated names.
    public init?(json: [UInt8]) {
        self.init(json[...])
    }

    init?(_ json: ArraySlice<UInt8>) {
        list.reserveCapacity(8)
        let isComplete = json.forEachMember { name, value in
            put(Field(name: JSONText.unescapedBytes(name), quotedName: name, value: RawValue(trusted: value)))
        }
        guard isComplete else { return nil }
    }

    /// The names, in order; a lone surrogate reads as U+FFFD.
    public var names: [String] {
        list.map { JSONText.unescape($0.quotedName) }
    }

    /// The value of one field; setting `nil` removes it, setting a new one puts it where JavaScript would.
    ///
    /// That is at the end, or in numerical order before the others if its name is an array index. O(fields).
    public subscript(name: String) -> RawValue? {
        get {
            place(of: name).map { list[$0].value }
        }
        set {
            guard let newValue else {
                if let place = place(of: name) { list.remove(at: place) }
                return
            }
            put(Field(name: Array(name.utf8)[...], quotedName: JSONText.quote(name)[...], value: newValue))
        }
    }

    /// Compares lengths first, so that most names cost no look at their bytes.
    private func place(of name: String) -> Int? {
        let count = name.utf8.count
        return list.indices.first { list[$0].name.count == count && list[$0].name.elementsEqual(name.utf8) }
    }

    /// Drops all fields but these.
    mutating func keepOnly(_ names: Set<String>) {
        list.removeAll { field in !names.contains { field.name.elementsEqual($0.utf8) } }
    }

    private mutating func put(_ field: Field) {
        if let place = list.indices.first(where: { list[$0].name == field.name }) {
            list[place].value = field.value
            return
        }
        let place = place(forNew: field.name)
        if place == list.count { list.append(field) } else { list.insert(field, at: place) }
    }

    /// Looks from the end, where a text that JavaScript wrote has its last index while it is read.
    ///
    /// Source: ECMA-262, OrdinaryOwnPropertyKeys.
    private func place(forNew name: ArraySlice<UInt8>) -> Int {
        guard let index = arrayIndex(name) else { return list.count }
        let before = list.lastIndex { arrayIndex($0.name).map { $0 < index } ?? false }
        return before.map { $0 + 1 } ?? 0
    }

    /// The compact JSON text: no blanks between top-level fields.
    public var json: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(list.reduce(2) { $0 + $1.quotedName.count + $1.value.bytes.count + 2 })
        output.append(UInt8(ascii: "{"))
        for (place, field) in list.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            output.append(contentsOf: field.quotedName)
            output.append(UInt8(ascii: ":"))
            output.append(contentsOf: field.value.bytes)
        }
        output.append(UInt8(ascii: "}"))
        return output
    }
}

/// The number that a property name such as `7` stands for; `nil` for `07`, `-1`, `4294967295` and other text.
private func arrayIndex(_ name: ArraySlice<UInt8>) -> UInt32? {
    guard name.count <= 10, let first = name.first, (0x30...0x39).contains(first), first != 0x30 || name.count == 1,
        let index = UInt32(String(decoding: name, as: UTF8.self)), index != .max
    else { return nil }
    return index
}
