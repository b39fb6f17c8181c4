public import HTTPTypes
import Sessions

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

    /// Says no more what the steps so far wanted to say; what they did, such as cookies that are cleared, stands.
    mutating func silence() {
        headers[.contentType] = nil
        headers[.location] = nil
        body = []
    }
}

extension StoreError {
    /// What a client is told where a store failed.
    package var status: HTTPResponse.Status {
        switch kind {
        case .unavailable: .serviceUnavailable
        case .tooLarge: .internalServerError
        }
    }

    /// When a client may try again.
    package var headers: HTTPFields {
        switch kind {
        case .unavailable: [.retryAfter: "5"]
        case .tooLarge: [:]
        }
    }
}
