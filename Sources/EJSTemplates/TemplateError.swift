/// What is wrong with a view, and where.
public struct TemplateError: Error, Sendable, Equatable {
    /// The file, from the views folder on: `Views/home.ejs`.
    public var file: String
    /// The line, counted from 1; 0 when the fault has no place in the file.
    public var line: Int
    /// The column in characters, counted from 1; 0 when the fault has no place in the file.
    public var column: Int
    /// What was met and what was expected, in one line.
    public var message: String
    /// What to write instead, where that is known.
    public var hint: String?
    /// The text of the line, where there is one; a very long line is cut around the place.
    public var excerpt: Excerpt?
    /// Where the file was included from, the nearest include first.
    public var includedFrom: [Place] = []

    /// A part of a source line and the column in it that a caret belongs under.
    public struct Excerpt: Sendable, Equatable {
        /// The text, without its line break.
        public var text: String
        /// The column in the text, counted from 1.
        public var column: Int
    }

    /// A place in a file.
    public struct Place: Sendable, Equatable, CustomStringConvertible {
        /// The file, from the views folder on.
        public var file: String
        /// The line, counted from 1; 0 when there is none.
        public var line: Int
        /// The column in characters, counted from 1; 0 when there is none.
        public var column: Int

        /// The place as `file:line:column`.
        public var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
    }

    /// Makes an error that concerns a file as a whole.
    init(file: String, message: String, hint: String? = nil) {
        self.init(place: Place(file: file, line: 0, column: 0), message: message, hint: hint, excerpt: nil)
    }

    /// Makes an error at a place.
    init(place: Place, message: String, hint: String?, excerpt: Excerpt?) {
        file = place.file
        line = place.line
        column = place.column
        self.message = message
        self.hint = hint
        self.excerpt = excerpt
    }
}

extension TemplateError: CustomStringConvertible {
    /// Where the fault is.
    public var place: Place { Place(file: file, line: line, column: column) }

    /// The place and the message in one line: `Views/home.ejs:12:7: unexpected "%>", expected ")"`.
    public var brief: String { "\(place): \(message)" }

    /// The brief line, then the source line with a caret, the hint and the include chain.
    public var description: String {
        var lines = [brief]
        if let excerpt {
            lines.append("    " + excerpt.text)
            lines.append("    " + excerpt.caret)
        }
        if let hint { lines.append("  hint: " + hint) }
        lines += includedFrom.map { "  included from \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension TemplateError.Excerpt {
    /// Blanks up to the column, tabs kept so that the caret stands under its character.
    fileprivate var caret: String {
        String(text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }) + "^"
    }
}

/// All that is wrong with a folder of views; of several errors of syntax in a file only the first, and of all others in
/// one file no more than twenty.
public struct TemplateLoadError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The errors in the order of their files' names and lines; never empty.
    public var errors: [TemplateError]

    static let mostInOneFile = 20

    /// The errors' descriptions, one after the other.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
