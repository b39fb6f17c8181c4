#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TemplateValue {
    /// Makes a value of anything that can be encoded: a struct becomes an object with its keys in order.
    ///
    /// A `Date` becomes a date, a `URL`, a `UUID` and a `Decimal` what they encode themselves as; nothing becomes
    /// `null`.
    ///
    /// - Parameter value: what the view shall read.
    /// - Throws: what the value's own encoding throws.
    public init(encoding value: some Encodable) throws {
        self = try ValueEncoder.value(of: value, path: [])
    }
}

extension TemplateObject {
    /// Makes an object of anything that encodes itself with keys.
    ///
    /// - Parameter value: what the view shall read.
    /// - Throws: `EncodingError` when the value is no object, and what its own encoding throws.
    public init(encoding value: some Encodable) throws {
        guard case .object(let object) = try TemplateValue(encoding: value) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "the locals of a view are an object"))
        }
        self = object
    }
}

/// Collects what one value encodes itself as.
private final class ValueEncoder: Encoder {
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private var result: Result = .single(.object(TemplateObject()))

    enum Result {
        case single(TemplateValue)
        case keyed(Keyed)
        case list(Listed)
    }

    /// What is put under keys; a nested container is read when all is done.
    final class Keyed {
        var entries: [(String, Result)] = []
    }

    final class Listed {
        var entries: [Result] = []
    }

    init(path: [any CodingKey]) { codingPath = path }

    static func value(of value: some Encodable, path: [any CodingKey]) throws -> TemplateValue {
        if let date = value as? Date { return .date(date.timeIntervalSince1970 * 1000) }
        if let value = value as? TemplateValue { return value }
        let encoder = ValueEncoder(path: path)
        try value.encode(to: encoder)
        return encoder.result.value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let keyed: Keyed
        if case .keyed(let known) = result { keyed = known } else { keyed = Keyed() }
        result = .keyed(keyed)
        return KeyedEncodingContainer(KeyedContainer(keyed: keyed, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let list = Listed()
        result = .list(list)
        return ListContainer(list: list, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension ValueEncoder.Result {
    var value: TemplateValue {
        switch self {
        case .single(let value): value
        case .keyed(let keyed): .object(TemplateObject(keyed.entries.map { ($0.0, $0.1.value) }))
        case .list(let list): .array(list.entries.map(\.value))
        }
    }
}

extension ValueEncoder: SingleValueEncodingContainer {
    func encodeNil() throws { result = .single(.null) }

    func encode(_ value: some Encodable) throws {
        result = .single(try TemplateValue(leaf: value) ?? ValueEncoder.value(of: value, path: codingPath))
    }
}

extension TemplateValue {
    /// A value that is no container; `nil` for one that encodes itself.
    fileprivate init?(leaf value: some Encodable) {
        switch value {
        case let value as String: self = .string(value)
        case let value as Bool: self = .bool(value)
        case let value as Double: self = .number(value)
        case let value as Float: self = .number(Double(value))
        case let value as any BinaryInteger: self = .number(Double(value))
        case let value as Date: self = .date(value.timeIntervalSince1970 * 1000)
        case _: return nil
        }
    }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let keyed: ValueEncoder.Keyed
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) throws { keyed.entries.append((key.stringValue, .single(.null))) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        let encoded = try TemplateValue(leaf: value) ?? ValueEncoder.value(of: value, path: codingPath + [key])
        keyed.entries.append((key.stringValue, .single(encoded)))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = ValueEncoder.Keyed()
        keyed.entries.append((key.stringValue, .keyed(nested)))
        return KeyedEncodingContainer(KeyedContainer<Nested>(keyed: nested, codingPath: codingPath + [key]))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = ValueEncoder.Listed()
        keyed.entries.append((key.stringValue, .list(nested)))
        return ListContainer(list: nested, codingPath: codingPath + [key])
    }

    func superEncoder() -> any Encoder { ValueEncoder(path: codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder { ValueEncoder(path: codingPath + [key]) }
}

private struct ListContainer: UnkeyedEncodingContainer {
    let list: ValueEncoder.Listed
    let codingPath: [any CodingKey]

    var count: Int { list.entries.count }

    func encodeNil() throws { list.entries.append(.single(.null)) }

    func encode(_ value: some Encodable) throws {
        list.entries.append(.single(try TemplateValue(leaf: value) ?? ValueEncoder.value(of: value, path: codingPath)))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = ValueEncoder.Keyed()
        list.entries.append(.keyed(nested))
        return KeyedEncodingContainer(KeyedContainer<Nested>(keyed: nested, codingPath: codingPath))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = ValueEncoder.Listed()
        list.entries.append(.list(nested))
        return ListContainer(list: nested, codingPath: codingPath)
    }

    func superEncoder() -> any Encoder { ValueEncoder(path: codingPath) }
}
