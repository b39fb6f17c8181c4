/// A store that failed: which operation, how, and why.
///
/// Absence is never an error.
public struct StoreError: Error, CustomStringConvertible, Sendable {
    /// How a store failed.
    public enum Kind: Hashable, Sendable {
        /// Unreachable, too slow, or unable to write: a 503, worth trying again.
        case unavailable
        /// The record is larger than the store takes: a 500.
        case tooLarge
    }

    /// What was asked of the store, such as `load`.
    public let operation: String
    /// How it failed.
    public let kind: Kind
    /// What the system below said; must hold no id and no stored value.
    public let cause: String

    /// - Parameters:
    ///   - operation: what was asked of the store, such as `load`.
    ///   - kind: how it failed.
    ///   - cause: what the system below said; must hold no id and no stored value.
    public init(_ operation: String, _ kind: Kind, cause: String) {
        self.operation = operation
        self.kind = kind
        self.cause = cause
    }

    /// Operation, kind and cause.
    public var description: String {
        switch kind {
        case .unavailable: "store unavailable in \(operation): \(cause)"
        case .tooLarge: "record too large in \(operation): \(cause)"
        }
    }
}
