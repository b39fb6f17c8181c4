import Crypto
import Foundation
package import NIOSSL
import SwiftASN1
import X509

/// A certificate that signs itself, made for one test.
package struct TestCertificate {
    package let pem: String
    /// The private key.
    package let secret: String
    /// For a server that shows it.
    package let context: NIOSSLContext

    /// Makes one for an IPv4 address.
    package init(for address: [UInt8]) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("a test of Portero") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: .now - 3600,
            notValidAfter: .now + 86_400, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.ipAddress(ASN1OctetString(contentBytes: address[...]))])
            },
            issuerPrivateKey: .init(key))
        pem = try certificate.serializeAsPEM().pemString
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map { NIOSSLCertificateSource.certificate($0) }
        secret = key.pemRepresentation
        let privateKey = try NIOSSLPrivateKey(bytes: Array(secret.utf8), format: .pem)
        context = try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(privateKey)))
    }

    /// Writes it to a file for `body`.
    @discardableResult
    package func withFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".pem")
        try Data(pem.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }
}
