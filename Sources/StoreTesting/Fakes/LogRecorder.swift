public import Logging
import Synchronization

/// Remembers what was logged, so that a test can look.
public final class LogRecorder: Sendable {
    /// One line of the log.
    public struct Line: Hashable, Sendable {
        /// Its level.
        public let level: Logger.Level
        /// Its message.
        public let text: String
        /// Its metadata, as they print; empty where there are none.
        public let details: String
        /// The metadata of the logger itself, such as a request's id, as they print; empty where there are none.
        public let carried: String
    }

    private let recorded = Mutex<[Line]>([])

    /// A log without lines.
    public init() {}

    /// What was logged, in order.
    public var lines: [Line] {
        recorded.withLock { $0 }
    }

    /// The messages that were logged at error.
    public var errors: [String] {
        lines.filter { $0.level == .error }.map(\.text)
    }

    /// Writes here, at every level.
    public var logger: Logger {
        var logger = Logger(label: "test") { _ in RecordingHandler(recorder: self) }
        logger.logLevel = .trace
        return logger
    }

    /// The messages with their metadata that were logged at a level.
    public func lines(at level: Logger.Level) -> [String] {
        lines.filter { $0.level == level }.map { $0.details.isEmpty ? $0.text : "\($0.text) \($0.details)" }
    }

    fileprivate func record(_ line: Line) {
        recorded.withLock { $0.append(line) }
    }
}

private struct RecordingHandler: LogHandler {
    let recorder: LogRecorder
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = event.metadata.map { "\($0)" } ?? ""
        let carried = metadata.isEmpty ? "" : "\(metadata)"
        recorder.record(
            LogRecorder.Line(level: event.level, text: "\(event.message)", details: details, carried: carried))
    }
}
