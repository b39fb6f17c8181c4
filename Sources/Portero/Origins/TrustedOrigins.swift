/// The other origins whose pages may send requests in a visitor's name, and read the answers.
///
/// Each is exact: there is no `*`, and a domain does not stand for those below it.
public struct TrustedOrigins: Hashable, Sendable {
    private let origins: Set<Origin>

    /// Only the app's own pages.
    public static let none = TrustedOrigins([])

    /// - Parameter origins: such as that of a front end on a host of its own.
    public init(_ origins: Set<Origin>) {
        self.origins = origins
    }

    /// - Parameter list: origins between commas, such as `https://app.example.com, http://localhost:5173`.
    /// - Throws: ``MalformedList`` for anything else.
    public init(_ list: String) throws(MalformedList) {
        var origins: Set<Origin> = []
        for part in CommaList.parts(of: list) {
            guard let origin = Origin(part) else {
                throw MalformedList(met: String(part), expected: Self.expected)
            }
            origins.insert(origin)
        }
        self.origins = origins
    }

    /// Whether there is none.
    public var isEmpty: Bool { origins.isEmpty }

    /// Whether this one is among them.
    public func contains(_ origin: Origin) -> Bool {
        origins.contains(origin)
    }

    private static let expected =
        "an origin such as https://app.example.com: http or https, a host, its port if need be; no path, no *"
}
