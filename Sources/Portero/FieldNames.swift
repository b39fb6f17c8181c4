import HTTPTypes

/// The field names that HTTPTypes does not have.
extension HTTPField.Name {
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let forwarded = named("Forwarded")
    static let permissionsPolicy = named("Permissions-Policy")
    static let referrerPolicy = named("Referrer-Policy")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let xForwardedFor = named("X-Forwarded-For")
    static let xForwardedHost = named("X-Forwarded-Host")
    static let xForwardedProto = named("X-Forwarded-Proto")

    /// A token, as all of these are, is a name.
    private static func named(_ token: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(token)") else { preconditionFailure("\(token) is no field name") }
        return name
    }
}
