/// What goes wrong in a view while it is read or run, before it becomes an error with file, line and source text.
///
/// It is one word wide: the functions that read expressions call each other deeply, and each keeps room for it.
indirect enum Fault: Error {
    /// Something is wrong at a byte offset; `nil` is the place of the present operation.
    case here(String, hint: String?, offset: Int?)
    /// A function has failed at its own place.
    case failed(TemplateError)
    /// An included view has failed already.
    case located(TemplateError)

    static func here(_ message: String, hint: String? = nil) -> Fault { .here(message, hint: hint, offset: nil) }

    init(at offset: Int, _ message: String, hint: String? = nil) {
        self = .here(message, hint: hint, offset: offset)
    }
}
