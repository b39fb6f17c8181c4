import Foundation
import Logging
import Portero
import StoreTesting
import Synchronization
import Testing

@testable import App

@Suite("The app's own log") struct LineLogHandlerTests {
    private final class Written: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        func write(_ more: [UInt8]) {
            bytes.withLock { $0 += more }
        }

        var text: String {
            String(decoding: bytes.withLock { $0 }, as: UTF8.self)
        }
    }

    private func log(_ format: LogFormat, _ use: (inout Logger) -> Void) -> String {
        let written = Written()
        var logger = Logger(label: "portero") {
            LineLogHandler(label: $0, format, clock: ManualClock(), write: written.write)
        }
        use(&logger)
        return written.text
    }

    @Test func `has one line a record, in text`() {
        let text = log(.text) { logger in
            logger[metadataKey: "hb.request.id"] = "ab12"
            logger.error("the store failed", metadata: ["error": "no \"route\"\nto host"])
            logger.debug("unseen")
        }
        #expect(
            text == ManualClock().now().iso8601
                + #" error portero the store failed error="no \"route\"\nto host" hb.request.id=ab12"# + "\n")
    }

    @Test func `has one object a line in JSON, with metadata as fields`() throws {
        let text = log(.json) { logger in
            logger[metadataKey: "hb.request.id"] = "ab12"
            logger[metadataKey: "near"] = "logger"
            logger.warning("odd\nthing", metadata: ["near": "record", "level": "high", "list": ["a", "b"]])
        }
        #expect(text.split(separator: "\n").count == 1)
        let fields = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        #expect(
            fields == [
                "time": ManualClock().now().iso8601, "level": "warning", "logger": "portero", "message": "odd\nthing",
                "hb.request.id": "ab12", "near": "record", "metadata.level": "high", "list": #"["a", "b"]"#,
            ])
    }
}
