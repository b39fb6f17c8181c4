import HTTPCookies
import Sessions

/// A store that did not do what its contract says: what was met, and what was expected.
public struct BrokenPromise: Error, CustomStringConvertible, Sendable {
    /// What was looked at, such as `load after delete`.
    public let subject: String
    /// What the store answered.
    public let met: String
    /// What the contract expects.
    public let expected: String

    /// `load after delete: met {"n":1}, expected nil`.
    public var description: String {
        "\(subject): met \(met), expected \(expected)"
    }
}

/// Compares an answer with what the contract expects.
///
/// - Parameters:
///   - subject: what is looked at.
///   - met: the answer.
///   - expected: what it has to be.
/// - Throws: ``BrokenPromise`` where they differ.
func expect<Value: Equatable>(_ subject: String, _ met: Value, is expected: Value) throws(BrokenPromise) {
    guard met != expected else { return }
    throw BrokenPromise(subject: subject, met: shown(met), expected: shown(expected))
}

/// Expects that something holds of an answer.
///
/// - Parameters:
///   - subject: what is looked at.
///   - met: the answer.
///   - expected: what has to hold, in words.
///   - holds: the test.
/// - Throws: ``BrokenPromise`` where it does not hold.
func expect<Value>(
    _ subject: String, _ met: Value, _ expected: String, _ holds: (Value) -> Bool
) throws(BrokenPromise) {
    guard !holds(met) else { return }
    throw BrokenPromise(subject: subject, met: shown(met), expected: expected)
}

private func shown(_ value: Any) -> String {
    switch value {
    case let record as SessionRecord: return "\(shortened(record.json)) until \(record.expiry.iso8601)"
    case Replacement.changed(let record): return "changed(\(shown(record)))"
    case let bytes as [UInt8]: return shortened(bytes)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return String(describing: value) }
    return mirror.children.first.map { shown($0.value) } ?? "nil"
}

private func shortened(_ json: [UInt8]) -> String {
    json.count <= 200
        ? String(decoding: json, as: UTF8.self)
        : String(decoding: json.prefix(200), as: UTF8.self) + "… (\(json.count) bytes)"
}
