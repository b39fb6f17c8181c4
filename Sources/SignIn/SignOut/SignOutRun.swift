public import HTTPTypes
public import Logging
public import Sessions

/// One request to sign out, and the answer as the steps make it.
public struct SignOutRun: Sendable {
    /// The request's header fields.
    public let headers: HTTPFields
    /// The request's session; where the store could not tell, one that knows only its id.
    public let session: Session?
    /// Tells who is signed in.
    public let flag: AuthFlag
    /// The request's logger.
    public let logger: Logger
    /// The answer so far.
    public var answer = SignOutAnswer()

    /// - Parameters:
    ///   - headers: the request's header fields.
    ///   - session: the request's session; `nil` in an app without sessions.
    ///   - flag: tells who is signed in.
    ///   - logger: the request's logger.
    public init(headers: HTTPFields, session: Session?, flag: AuthFlag = .standard, logger: Logger) {
        self.headers = headers
        self.session = session
        self.flag = flag
        self.logger = logger
    }
}

/// What a sign-out answers.
public struct SignOutAnswer: Hashable, Sendable {
    /// 200 unless a step says otherwise.
    public var status: HTTPResponse.Status = .ok
    /// The header fields; `Cache-Control: no-store` stands in them from the start.
    public var headers: HTTPFields = [.cacheControl: "no-store"]
    /// UTF-8; empty unless a step says otherwise.
    public var body: [UInt8] = []

    /// 200, nothing in it, never stored by a cache.
    public init() {}

    /// Sets a JSON body.
    public mutating func reply(json: String) {
        headers[.contentType] = "application/json; charset=utf-8"
        body = Array(json.utf8)
    }
}
