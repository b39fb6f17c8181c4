import HTTPTypes

/// Where a request comes from, as its `Origin` says.
enum Sender: Hashable, Sendable {
    /// There is no `Origin`.
    case untold
    /// A page of no origin, such as a sandboxed one.
    case null
    /// More than one `Origin`.
    case several
    case origin(Origin)
    /// Something that is no origin, or one of another scheme than http and https.
    case unknown

    init(_ headers: HTTPFields) {
        let lines = headers[values: .origin]
        switch lines.count {
        case 0: self = .untold
        case 1: self = lines[0] == "null" ? .null : Origin(lines[0]).map(Sender.origin) ?? .unknown
        default: self = .several
        }
    }

    /// The origin, if it is one.
    var origin: Origin? {
        if case .origin(let origin) = self { origin } else { nil }
    }
}

/// How a request's sender stands to its target, as the browser's `Sec-Fetch-Site` says.
///
/// Source: Fetch Metadata Request Headers (W3C) section 2.3.
enum FetchSite: Hashable, Sendable {
    /// There is no `Sec-Fetch-Site`: no browser, an old one, or an insecure connection.
    case untold
    case sameOrigin
    /// A person, by the address bar or a bookmark: `none`.
    case nobody
    /// `same-site`, `cross-site`, and whatever else there may come.
    case other
    /// More than one `Sec-Fetch-Site`.
    case several

    init(_ headers: HTTPFields) {
        let lines = headers[values: .secFetchSite]
        switch (lines.count, lines.first) {
        case (0, _): self = .untold
        case (1, "same-origin"): self = .sameOrigin
        case (1, "none"): self = .nobody
        case (1, _): self = .other
        case (_, _): self = .several
        }
    }
}
