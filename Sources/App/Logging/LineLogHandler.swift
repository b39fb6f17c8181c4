import Logging
import Portero

/// Writes the app's own log to standard error, each record at once and as one line, in text or JSON.
///
/// Metadata stand as fields, by name. What a client wrote can neither end a line nor pass for a field.
struct LineLogHandler: LogHandler {
    private let label: String
    private let format: LogFormat
    private let clock: any WallClock
    private let write: @Sendable ([UInt8]) -> Void
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    /// - Parameters:
    ///   - label: the logger's.
    ///   - format: text or JSON.
    ///   - clock: tells the time of day.
    ///   - write: takes one line.
    init(
        label: String, _ format: LogFormat, clock: any WallClock = SystemClock(),
        write: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.error.write($0) }
    ) {
        self.label = label
        self.format = format
        self.clock = clock
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var lines = LogLines(format)
        lines.begin(clock.now())
        lines.word("level", event.level.rawValue)
        lines.word("logger", label)
        lines.sentence("message", "\(event.message)")
        for (name, value) in fields(of: event).sorted(by: { $0.key < $1.key }) {
            lines.field(Self.reserved.contains(name) ? "metadata." + name : name, "\(value)")
        }
        lines.end()
        write(lines.bytes)
    }

    /// What stands nearer to the record wins.
    private func fields(of event: LogEvent) -> Logger.Metadata {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error, fields["error"] == nil { fields["error"] = "\(error)" }
        return fields
    }

    private static let reserved: Set = ["time", "level", "logger", "message"]
}
