import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("Any JSON object that Node could have written, loaded and saved, differs only where it was changed")
struct ByteForByteTests {
    private static let expiry = Instant(milliseconds: 1)

    private func check(
        _ object: NodeObject, becomes expected: NodeObject, _ change: (inout RecordFields) -> Void
    ) throws {
        let loaded = try #require(SessionRecord(json: object.text, expiry: Self.expiry))
        var fields = loaded.fields
        change(&fields)
        let saved = SessionRecord(fields, expiry: Self.expiry)
        #expect(String(decoding: saved.json, as: UTF8.self) == String(decoding: expected.text, as: UTF8.self))
        #expect(saved.json == expected.text)
    }

    private func forEach(
        seed: UInt64, _ body: (NodeObject, inout SeededGenerator) throws -> Void
    ) rethrows {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1500 { try body(NodeObject(using: &random), &random) }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `nothing changed: not one byte`(seed: UInt64) throws {
        try forEach(seed: seed) { object, _ in try check(object, becomes: object) { _ in } }
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `a field set anew: only its value`(seed: UInt64) throws {
        try forEach(seed: seed) { object, random in
            guard let place = object.fields.indices.randomElement(using: &random) else { return }
            guard let name = String(validating: object.fields[place].name, as: UTF16.self) else { return }
            var expected = object
            expected.fields[place].value = NodeObject.value(depth: 2, using: &random)
            let value = try #require(RawValue(json: expected.fields[place].value.utf8))
            try check(object, becomes: expected) { $0[name] = value }
        }
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `a new field: in numerical order if it is an index, else at the end`(seed: UInt64) throws {
        try forEach(seed: seed) { object, random in
            let units = NodeObject.name(using: &random)
            guard let name = String(validating: units, as: UTF16.self) else { return }
            guard !object.fields.contains(where: { $0.name == units }) else { return }
            var expected = object
            let text = NodeObject.value(depth: 2, using: &random)
            var place = object.fields.count
            if let index = NodeObject.arrayIndex(units) {
                place = object.fields.prefix { (NodeObject.arrayIndex($0.name) ?? .max) < index }.count
            }
            expected.fields.insert(NodeObject.Field(name: units, value: text), at: place)
            let value = try #require(RawValue(json: text.utf8))
            try check(object, becomes: expected) { $0[name] = value }
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `a field removed: only that one, and a missing one changes nothing`(seed: UInt64) throws {
        try forEach(seed: seed) { object, random in
            let other = NodeObject.name(using: &random)
            let units = object.fields.randomElement(using: &random)?.name ?? other
            for units in [units, other] {
                guard let name = String(validating: units, as: UTF16.self) else { continue }
                var expected = object
                expected.fields.removeAll { $0.name == units }
                try check(object, becomes: expected) { $0[name] = nil }
            }
        }
    }

    @Test(arguments: [9] as [UInt64])
    func `every field is found by its name, as its own bytes`(seed: UInt64) throws {
        try forEach(seed: seed) { object, _ in
            let fields = try #require(RecordFields(json: object.text))
            #expect(fields.names == object.fields.map { String(decoding: $0.name, as: UTF16.self) })
            for field in object.fields {
                guard let name = String(validating: field.name, as: UTF16.self) else { continue }
                #expect(fields[name].map { Array($0.bytes) } == Array(field.value.utf8))
            }
        }
    }
}
