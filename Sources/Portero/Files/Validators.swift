import HTTPCookies
import HTTPTypes

/// What tells one version of a representation from another, and what a request's conditions mean for it.
struct Validators: Sendable {
    /// Strong, with its quotes.
    let entityTag: String
    /// In whole seconds.
    let lastModified: Instant
    /// Whether the date alone tells the representation: there is no other of the same date.
    let isOnly: Bool

    enum Verdict: Equatable {
        case perform
        case notModified
        case preconditionFailed
    }

    /// Whether a GET or HEAD with these fields is to be performed.
    ///
    /// Source: RFC 9110 section 13.2.2, steps 1 to 4.
    func verdict(on headers: HTTPFields) -> Verdict {
        if headers.contains(.ifMatch) {
            let tags = EntityTags(headers[values: .ifMatch])
            if !tags.contain(entityTag, weakly: false) { return .preconditionFailed }
        } else if let date = headers.date(.ifUnmodifiedSince), lastModified > date {
            return .preconditionFailed
        }
        if headers.contains(.ifNoneMatch) {
            let tags = EntityTags(headers[values: .ifNoneMatch])
            return tags.contain(entityTag, weakly: true) ? .notModified : .perform
        }
        if let date = headers.date(.ifModifiedSince), lastModified <= date { return .notModified }
        return .perform
    }

    /// Whether a `Range` beside these fields counts, since the client's part is of this version.
    ///
    /// Source: RFC 9110 section 13.1.5; both comparisons are exact.
    func allowsRange(_ headers: HTTPFields) -> Bool {
        guard let condition = headers[.ifRange] else { return true }
        if condition.contains("\"") { return condition == entityTag }
        return isOnly && Instant(httpDate: condition) == lastModified
    }
}

extension HTTPFields {
    /// `nil` also for what is no date: such a condition is ignored.
    fileprivate func date(_ name: HTTPField.Name) -> Instant? {
        contains(name) ? self[name].flatMap { Instant(httpDate: $0) } : nil
    }
}
