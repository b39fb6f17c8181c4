import HTTPCookies
public import Hummingbird

extension RequestContext {
    /// A parameter of the route's path, percent-decoded once.
    ///
    /// Hummingbird's own `parameters` are as the client wrote them. A `%2F` is a slash of the value, for the path was
    /// taken apart before; so a value may hold `/` and `..`, and is no file name. Express: `req.params`.
    ///
    /// - Parameter name: as the route has it, without its mark: `id` of `/users/:id`.
    /// - Returns: the text.
    /// - Throws: a 400 for a `%` without two hex digits, bytes that are not UTF-8 and a NUL; for a name that the route
    ///   does not have, an error that is no client's fault.
    public func parameter(_ name: String) throws -> String {
        guard let value = parameters[name[...]] else { throw UnknownParameter(name: name) }
        return try decoded(value)
    }

    /// A parameter of the route's path that is written in another way than as text, such as an `Int`.
    ///
    /// - Parameters:
    ///   - name: as the route has it.
    ///   - type: what it is.
    /// - Returns: the value.
    /// - Throws: a 404 for a text that is none, since no such thing is there; and as ``parameter(_:)`` does.
    public func parameter<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type) throws -> Value {
        guard let value = Value(try parameter(name)) else { throw HTTPError(.notFound) }
        return value
    }

    /// What the `**` of the route's path stands for, part by part, each percent-decoded once.
    ///
    /// Empty where there is nothing, or no `**`; throws as ``parameter(_:)`` does.
    public var pathRest: [String] {
        get throws {
            try parameters.getCatchAll().map(decoded)
        }
    }

    private func decoded(_ value: Substring) throws(HTTPError) -> String {
        guard let text = decodedPart(value) else {
            throw HTTPError(
                .badRequest, message: "malformed path: expected UTF-8 without NUL, and two hex digits behind each %")
        }
        return text
    }
}

/// Percent-decodes a part of what a client wrote; `nil` for what no browser sends, among it a NUL, at which half the
/// world's programs end a text.
func decodedPart(_ text: some StringProtocol) -> String? {
    guard let text = PercentEncoding.decode(text), !text.utf8.contains(0) else { return nil }
    return text
}

/// A handler asks for a parameter that its route does not have.
private struct UnknownParameter: Error, CustomStringConvertible {
    let name: String

    var description: String { "the route's path has no parameter \(name)" }
}
