/// Messages for a page to come, by kind: put in before a redirect, shown once.
///
/// They stand under the key `flash` in connect-flash's form, `{"error":["…"]}`, so that an Express app shows what this
/// one has said, and the other way round. A message that another request adds meanwhile is kept.
/// Source: connect-flash 0.1.1, `_flash`. Express: `req.flash`.
public struct Flash: Sendable {
    private static let key = "flash"
    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    /// Adds a message behind those of its kind.
    ///
    /// Express: `req.flash(kind, message)`.
    public func add(_ message: String, as kind: String) {
        change { $0[kind] = ($0[kind] ?? Self.empty).appending(message) }
    }

    /// The messages of a kind, in order; they are gone with this.
    ///
    /// A kind that holds anything but texts is left as it is, and has none. Express: `req.flash(kind)`.
    public func take(_ kind: String) -> [String] {
        guard let shown = messages(of: kind, in: fields) else { return [] }
        change { fields in
            guard let present = messages(of: kind, in: fields) else { return }
            let rest = present.dropping(shown)
            fields[kind] = rest.isEmpty ? nil : rest.reduce(Self.empty) { $0.appending($1) }
        }
        return shown
    }

    /// All messages, kind by kind; they are gone with this.
    ///
    /// Express: `req.flash()`.
    public func takeAll() -> [(kind: String, messages: [String])] {
        fields.names.map { ($0, take($0)) }.filter { !$0.messages.isEmpty }
    }

    private var fields: RecordFields { session[raw: Self.key]?.fields ?? RecordFields() }

    private func change(_ body: @escaping @Sendable (inout RecordFields) -> Void) {
        session.change(Self.key) { old in
            var fields = old?.fields ?? RecordFields()
            body(&fields)
            return RawValue(trusted: fields.json[...])
        }
    }

    private static let empty = RawValue(trusted: Array("[]".utf8)[...])
}

private func messages(of kind: String, in fields: RecordFields) -> [String]? {
    fields[kind]?.decode(as: [String].self).flatMap { $0.isEmpty ? nil : $0 }
}

extension RawValue {
    /// A list with one more text at its end, what stands in it byte for byte; a new one where this is no list.
    fileprivate func appending(_ text: String) -> RawValue {
        let isList = bytes.first == UInt8(ascii: "[")
        let isEmpty = !isList || decode(as: [Ignored].self)?.isEmpty == true
        let head = isEmpty ? Array("[".utf8) : Array(bytes.dropLast()) + Array(",".utf8)
        return RawValue(trusted: (head + RawValue(text).bytes + Array("]".utf8))[...])
    }
}

/// Any JSON value.
private struct Ignored: Decodable {
    init(from decoder: any Decoder) {}
}

extension [String] {
    /// Those that another request has added since: each of `shown` goes once.
    fileprivate func dropping(_ shown: [String]) -> [String] {
        if starts(with: shown) { return Array(dropFirst(shown.count)) }
        var rest = self
        for text in shown { rest.firstIndex(of: text).map { _ = rest.remove(at: $0) } }
        return rest
    }
}

extension Session {
    /// Messages for a page to come.
    ///
    /// Express: `req.flash`, of connect-flash.
    public var flash: Flash { Flash(self) }
}
