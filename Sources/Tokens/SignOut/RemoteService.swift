import NIOSSL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An address of another server, such as an auth service, and whose certificates count there.
///
/// Prints without the query, which may hold a key.
public struct RemoteService: Sendable, CustomStringConvertible {
    let url: String
    let authorities: [NIOSSLCertificate]
    /// Scheme, host, port and path.
    public let description: String

    /// - Parameters:
    ///   - address: an `https` address; or `http`, on which everything that is sent can be read on the way.
    ///   - path: goes behind the address's own path, with one slash between.
    ///   - authorities: a PEM file of authorities whose certificates count beside those that the system trusts.
    /// - Throws: ``RemoteServiceError`` for an address that is none, or holds a user or a fragment, and for a file that
    ///   cannot be read.
    public init(_ address: String, path: String = "", trusting authorities: String? = nil) throws(RemoteServiceError) {
        guard var parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else { throw .malformed }
        guard scheme == "https" || scheme == "http" else { throw .scheme(scheme) }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else { throw .holdsMore }
        parts.percentEncodedPath = Self.joined(parts.percentEncodedPath, path)
        guard let url = parts.url?.absoluteString else { throw .malformed }
        self.url = url
        parts.percentEncodedQuery = nil
        description = parts.url?.absoluteString ?? scheme
        self.authorities = try Self.certificates(in: authorities)
    }

    private static func joined(_ base: String, _ path: String) -> String {
        guard !path.isEmpty else { return base.isEmpty ? "/" : base }
        return (base.hasSuffix("/") ? String(base.dropLast()) : base) + (path.hasPrefix("/") ? path : "/" + path)
    }

    private static func certificates(in file: String?) throws(RemoteServiceError) -> [NIOSSLCertificate] {
        guard let file else { return [] }
        do {
            return try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw .unreadable(file)
        }
    }
}

/// Why an address cannot be used; the address itself is not told, since it may hold a secret.
public enum RemoteServiceError: Error, Hashable, CustomStringConvertible {
    /// It is no absolute address.
    case malformed
    /// It is of another scheme.
    case scheme(String)
    /// It holds a user, a password or a fragment.
    case holdsMore
    /// The file holds no certificate in PEM, or cannot be read.
    case unreadable(String)

    /// What was met and what was expected.
    public var description: String {
        switch self {
        case .malformed: "address of a service: expected one such as https://auth.example.com/revoke"
        case .scheme(let met): "address of a service: expected https or http, met \(met)"
        case .holdsMore: "address of a service: expected no user, password or fragment"
        case .unreadable(let file): "\(file): expected certificates in PEM"
        }
    }
}
