import Sessions

/// Who is signed in.
public struct User: Hashable, Sendable {
    /// The full name, as pages show it; stands in the session as `name`.
    public let name: String
    /// What names the user for good; stands in the session as `usrId`.
    public let usrId: UserID

    /// - Parameters:
    ///   - name: the full name, as pages show it.
    ///   - usrId: what names the user for good.
    public init(name: String, usrId: UserID) {
        self.name = name
        self.usrId = usrId
    }

    /// As JSON, such as `{"name":"Ana","usrId":42}`.
    package var json: String {
        "{\"name\":" + String(decoding: RawValue(name).bytes, as: UTF8.self) + ",\"usrId\":" + usrId.json + "}"
    }
}
