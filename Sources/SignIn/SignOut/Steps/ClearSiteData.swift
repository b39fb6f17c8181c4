import HTTPTypes

/// Makes the browser forget what it keeps of this site, without a script.
///
/// Browsers obey on secure connections only, and each only what it knows, so the steps behind must not rely on it. It
/// reaches further than the app: `cookies` are those of the whole registrable domain, with every subdomain; `cache` and
/// `storage` are the origin's.
///
/// Source: Clear Site Data (W3C) sections 3 and 4.
public struct ClearSiteData: SignOutStep {
    /// What the browser forgets.
    public enum Kind: String, Sendable {
        /// What it has cached of the origin.
        case cache
        /// The cookies of the registrable domain.
        case cookies
        /// localStorage, sessionStorage, databases and service workers of the origin.
        case storage
        /// Nothing: the origin's open pages are loaded anew.
        case executionContexts
    }

    private let value: String

    /// - Parameter kinds: in the order in which they print; none: cache, cookies and storage.
    public init(_ kinds: Kind...) {
        let kinds = kinds.isEmpty ? [.cache, .cookies, .storage] : kinds
        value = kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }

    /// Sets the field.
    public func run(_ run: inout SignOutRun) {
        guard let name = HTTPField.Name("Clear-Site-Data") else { return }
        run.answer.headers[name] = value
    }

    /// `clear site data "cache", "cookies", "storage"`.
    public var description: String { "clear site data \(value)" }
}
