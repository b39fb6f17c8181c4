import Logging
import Synchronization

/// Remembers what was logged.
final class LogRecorder: Sendable {
    struct Line: Hashable, Sendable {
        let level: Logger.Level
        let text: String
    }

    private let recorded = Mutex<[Line]>([])

    var lines: [Line] {
        recorded.withLock { $0 }
    }

    /// The texts that were logged at error.
    var errors: [String] {
        lines.filter { $0.level == .error }.map(\.text)
    }

    var logger: Logger {
        Logger(label: "test") { _ in RecordingHandler(recorder: self) }
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
        recorder.record(LogRecorder.Line(level: event.level, text: "\(event.message)"))
    }
}
