import HTTPCookies

/// The top-level fields of a JSON object, in order, each value as the bytes it came in.
///
/// Nothing below the top level is decoded, so what is not changed is written back byte for byte: number texts,
/// escapes, key order. Of a repeated key the last value counts, in the place of the first, as in JavaScript.
public struct RecordFields: Sendable {
    /// Places in the text.
    private struct Field {
        /// The name without escapes: UTF-8, or WTF-8 where it has a lone surrogate, which JavaScript allows.
        let name: Range<Int>
        /// The name as it is written, with its quotes.
        let quotedName: Range<Int>
        var value: Range<Int>
    }

    /// The text that was read, and behind it whatever was set since, so that reading copies and retains nothing.
    private var bytes: ArraySlice<UInt8> = []
    private var list: [Field] = []

    /// `{}`.
    public init() {}

    /// Reads one JSON object (RFC 8259), UTF-8, nested at most 512 deep; `nil` for other text.
    ///
    /// O(length).
    public init?(json: [UInt8]) {
        self.init(json[...])
    }

    init?(_ json: ArraySlice<UInt8>) {
        bytes = json
        list.reserveCapacity(8)
        var members = JSONMembers()
        var known = KnownNames()
        while let member = members.next(in: json.span) {
            let field = Field(name: name(of: member), quotedName: member.quotedName, value: member.value)
            if let place = place(of: field.name, by: &known) {
                list[place].value = field.value
            } else {
                list.append(field)
            }
        }
        guard members.isComplete else { return nil }
        orderIndices()
    }

    /// Where a name stands already; a new one is known to stand at the end from now on.
    private func place(of name: Range<Int>, by known: inout KnownNames) -> Int? {
        let bytes = bytes.span
        guard list.count >= KnownNames.fewest else { return place(of: name) }
        if known.isEmpty {
            for (place, field) in list.enumerated() { _ = known.add(bytes.hash(of: field.name), at: place) }
        }
        guard let place = known.add(bytes.hash(of: name), at: list.count) else { return nil }
        // Two names of one hash are seldom; both are looked for then.
        return bytes.isSame(at: list[place].name, and: name) ? place : self.place(of: name)
    }

    /// Brings array indices to the front, in numerical order, as JavaScript does.
    ///
    /// Source: ECMA-262, OrdinaryOwnPropertyKeys.
    private mutating func orderIndices() {
        guard hasNameWithDigit else { return }
        var indices: [(index: UInt32, field: Field)] = []
        var others: [Field] = []
        for field in list {
            if let index = arrayIndex(bytes.part(field.name)) {
                indices.append((index, field))
            } else {
                others.append(field)
            }
        }
        indices.sort { $0.index < $1.index }
        list = indices.map(\.field) + others
    }

    /// Whether a name begins like an array index, which most records do not have.
    private var hasNameWithDigit: Bool {
        let bytes = bytes.span
        return list.contains { !$0.name.isEmpty && (0x30...0x39).contains(bytes[$0.name.lowerBound]) }
    }

    /// Where a name is without escapes: behind the text, if it has some.
    private mutating func name(of member: JSONMembers.Member) -> Range<Int> {
        let inner = member.quotedName.dropFirst().dropLast()
        guard bytes.span.hasEscape(at: inner) else { return inner }
        return add(JSONText.unescapedBytes(bytes.part(member.quotedName)))
    }

    /// Puts more bytes behind the text.
    private mutating func add(_ more: some Collection<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: more)
        return start..<bytes.count
    }

    /// The names, in order; a lone surrogate reads as U+FFFD.
    public var names: [String] {
        list.map { JSONText.unescape(bytes.part($0.quotedName)) }
    }

    /// The value of one field; setting `nil` removes it, setting a new one puts it where JavaScript would.
    ///
    /// That is at the end, or in numerical order before the others if its name is an array index. O(fields).
    public subscript(name: String) -> RawValue? {
        get {
            place(of: name).map { RawValue(trusted: bytes.part(list[$0].value)) }
        }
        set {
            switch (place(of: name), newValue) {
            case (nil, nil): break
            case (let place?, nil): list.remove(at: place)
            case (let place?, let value?): list[place].value = add(value.bytes)
            case (nil, let value?):
                let field = Field(name: add(name.utf8), quotedName: add(JSONText.quote(name)), value: add(value.bytes))
                insert(field)
            }
        }
    }

    private func place(of name: String) -> Int? {
        let bytes = bytes.span
        return list.indices.first { bytes.holds(name, at: list[$0].name) }
    }

    private func place(of name: Range<Int>) -> Int? {
        let bytes = bytes.span
        return list.indices.first { bytes.isSame(at: list[$0].name, and: name) }
    }

    /// Drops all fields but these.
    mutating func keepOnly(_ names: Set<String>) {
        let bytes = bytes
        list.removeAll { field in !names.contains { bytes.span.holds($0, at: field.name) } }
    }

    private mutating func insert(_ field: Field) {
        let place = place(forNew: field.name)
        if place == list.count { list.append(field) } else { list.insert(field, at: place) }
    }

    private func place(forNew name: Range<Int>) -> Int {
        guard let index = arrayIndex(bytes.part(name)) else { return list.count }
        let before = list.lastIndex { arrayIndex(bytes.part($0.name)).map { $0 < index } ?? false }
        return before.map { $0 + 1 } ?? 0
    }

    /// The compact JSON text: no blanks between top-level fields.
    public var json: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(list.reduce(2) { $0 + $1.quotedName.count + $1.value.count + 2 })
        output.append(UInt8(ascii: "{"))
        for (place, field) in list.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            output.append(contentsOf: bytes.part(field.quotedName))
            output.append(UInt8(ascii: ":"))
            output.append(contentsOf: bytes.part(field.value))
        }
        output.append(UInt8(ascii: "}"))
        return output
    }
}

/// Where names stand, by their hashes: to find repeated ones among many.
private struct KnownNames {
    /// Below it, looking at each is faster.
    static let fewest = 16

    private var places: [Int: Int] = [:]

    var isEmpty: Bool { places.isEmpty }

    /// - Returns: where a name of this hash stands already; `nil`: nowhere, so that it stands at `place` now.
    mutating func add(_ hash: Int, at place: Int) -> Int? {
        let found = places[hash]
        if found == nil { places[hash] = place }
        return found
    }
}

extension Span<UInt8> {
    /// Seeded, so that nobody can choose names of one hash.
    fileprivate func hash(of places: Range<Int>) -> Int {
        var hasher = Hasher()
        for place in places { hasher.combine(self[place]) }
        return hasher.finalize()
    }
}

/// The number that a property name such as `7` stands for; `nil` for `07`, `-1`, `4294967295` and other text.
private func arrayIndex(_ name: ArraySlice<UInt8>) -> UInt32? {
    guard name.count <= 10, let first = name.first, (0x30...0x39).contains(first), first != 0x30 || name.count == 1,
        let index = UInt32(String(decoding: name, as: UTF8.self)), index != .max
    else { return nil }
    return index
}
