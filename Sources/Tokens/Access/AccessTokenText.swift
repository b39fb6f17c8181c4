import HTTPCookies
import JWTKit
import Sessions

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A text that has the shape of a signed access token, taken apart; nothing in it is believed yet.
///
/// JWTKit 5.7 would take more: it turns to a default key where it does not know the `kid`, does not look at `alg`,
/// `typ` and `crit`, reads base64 that it would not write, and texts of any length. So the border is here, and JWTKit
/// is asked for the signature only.
///
/// Source: RFC 7515 sections 3.1, 4.1 and 5.2; RFC 8725 section 3; RFC 9068 section 2.1 for the type.
struct AccessTokenText {
    /// The longest text that is looked at: as much as fits into a cookie.
    static let byteLimit = 4096
    /// Says that it is an access token and no other kind of JWT that may be signed by the same key.
    static let type = "at+jwt"

    let algorithm: String
    let keyID: String
    let claims: RecordFields
    private let bytes: [UInt8]
    private let signatureDot: Int
    private let signature: [UInt8]

    init(_ text: String) throws(AccessTokenRefusal) {
        guard text.utf8.count <= Self.byteLimit else { throw .malformed }
        let bytes = Array(text.utf8)
        let dots = bytes.indices.filter { bytes[$0] == UInt8(ascii: ".") }
        guard dots.count == 2, let header = Self.object(bytes[..<dots[0]]),
            let signature = Base64.url.decode(bytes: bytes[(dots[1] + 1)...])
        else { throw .malformed }
        guard header["crit"] == nil else { throw .criticalHeader }
        guard Self.isType(header["typ"]?.string) else { throw .wrongType }
        guard let algorithm = header["alg"]?.string, let keyID = header["kid"]?.string else { throw .unknownKey }
        guard let claims = Self.object(bytes[(dots[0] + 1)..<dots[1]]) else { throw .malformed }
        self.algorithm = algorithm
        self.keyID = keyID
        self.claims = claims
        self.bytes = bytes
        self.signature = signature
        signatureDot = dots[1]
    }

    /// Whether the key that it names has signed it, by the key's own algorithm.
    func isSigned(by ring: TokenKeyRing) throws(AccessTokenRefusal) {
        guard let verifier = ring.verifier(named: keyID) else { throw .unknownKey }
        guard verifier.name == algorithm else { throw .wrongAlgorithm }
        // A signature of the wrong length throws.
        let isValid = try? verifier.algorithm.verify(signature, signs: bytes[..<signatureDot])
        guard isValid == true else { throw .wrongSignature }
    }

    private static func object(_ part: ArraySlice<UInt8>) -> RecordFields? {
        Base64.url.decode(bytes: part).flatMap { RecordFields(json: $0) }
    }

    /// Source: RFC 9068 section 4; RFC 7515 section 4.1.9, media types are compared without case.
    private static func isType(_ text: String?) -> Bool {
        guard let text = text?.lowercased() else { return false }
        return text == type || text == "application/" + type
    }
}

/// Writes the same bytes each time.
struct AccessTokenSerializer: JWTSerializer {
    var jsonEncoder: any JWTJSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    func serialize(_ payload: some JWTPayload, header: JWTHeader) throws -> Data {
        try Data(Base64.url.encode(jsonEncoder.encode(payload)))
    }
}

/// Why a text gives no access: for the log and for tests, never for the client.
enum AccessTokenRefusal: Error, Hashable {
    case malformed
    case criticalHeader
    case wrongType
    case unknownKey
    case wrongAlgorithm
    case wrongSignature
    /// The claim of this name is missing or malformed.
    case wrongClaim(String)
    case wrongIssuer
    case wrongAudience
    case notYet
    case expired
    case denied
}
