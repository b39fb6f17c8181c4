/// A place in a view where the five escapes do not protect, or are left out.
public struct TemplateWarning: Sendable, Equatable {
    /// What is risky.
    public enum Risk: String, Sendable, CaseIterable {
        /// `<%-` prints a value of the data as it is.
        case unescaped
        /// `JSON.stringify` inside `<script>`, which a text with `</script>` ends.
        case scriptJSON
        /// `<%=` inside `<script>`: HTML escapes are no escapes of JavaScript.
        case script
        /// A value in an attribute without quotes, which a blank ends.
        case unquotedAttribute
        /// An address that begins with a value, which may begin with `javascript:`.
        case address
        /// A value inside an attribute that is run as JavaScript.
        case eventHandler
    }

    /// What is risky.
    public let risk: Risk
    /// The place, the line and what to write instead.
    public let error: TemplateError
}

extension TemplateWarning: CustomStringConvertible {
    /// The place, the source line with a caret, and what to write instead.
    public var description: String {
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        return (["\(error.place): warning: \(error.message)"] + lines.dropFirst()).joined(separator: "\n")
    }
}
