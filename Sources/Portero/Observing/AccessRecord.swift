import HTTPCookies

/// What one line of the access log says.
package struct AccessRecord: Sendable {
    let method: String
    /// As the client wrote it, with its query.
    let target: String
    let status: Int
    /// The route's pattern, such as `/users/{id}`; `nil`: none was found.
    let route: String?
    /// The client's address.
    let client: String?
    let requestID: String?
    var bytes = 0
    var duration = Duration.zero
    /// Whether the body ended before it was whole.
    var isBroken = false

    package init(
        method: String, target: String, status: Int, route: String? = nil, client: String? = nil,
        requestID: String? = nil
    ) {
        self.method = method
        self.target = target
        self.status = status
        self.route = route
        self.client = client
        self.requestID = requestID
    }

    /// Appends the line.
    package func write(to lines: inout LogLines, at time: Instant) {
        lines.begin(time)
        lines.word("method", method)
        lines.word("path", path)
        lines.word("status", status)
        lines.field("bytes", bytes)
        lines.field("ms", milliseconds: duration)
        if isBroken { lines.field("broken", true) }
        if let route { lines.field("route", route) }
        if let client { lines.field("client", client) }
        // The name that Hummingbird's loggers carry it under.
        if let requestID { lines.field("hb.request.id", requestID) }
        lines.end()
    }

    /// Without the query, which may hold what nobody else should read; of `http://user:password@host/path` the path.
    private var path: Substring {
        let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let path = target[..<(end ?? target.endIndex)]
        guard !path.utf8.starts(with: "/".utf8), let scheme = path.firstRange(of: "://") else { return path }
        return path[scheme.upperBound...].drop { $0 != "/" }
    }
}
