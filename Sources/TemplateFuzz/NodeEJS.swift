import EJSTemplates
import Foundation

/// The real EJS, in one process of Node that answers line by line.
final class NodeEJS {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread: [UInt8] = []

    /// Starts Node with a script.
    init(script: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", script]
        var environment = ProcessInfo.processInfo.environment
        environment["TZ"] = "UTC"
        environment["NODE_PATH"] = environment["NODE_PATH"] ?? "/usr/share/nodejs"
        process.environment = environment
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// What EJS says to each case.
    func answers(to cases: [FuzzCase]) throws -> [Answer] {
        let lines = cases.map { $0.line + "\n" }.joined()
        // Written beside the reading: neither side may wait for the other with a full pipe.
        let handle = input.fileHandleForWriting
        let writer = Thread { handle.write(Data(lines.utf8)) }
        writer.start()
        return try cases.map { _ in try answer() }
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func answer() throws -> Answer {
        guard case .object(let object) = try TemplateValue(json: try line(), named: "node") else { throw NoAnswer() }
        switch (object["out"], object["error"]) {
        case (.string(let text), _): return .output(text)
        case (_, .string(let message)): return .failure(message)
        case _: throw NoAnswer()
        }
    }

    private func line() throws -> [UInt8] {
        var searched = 0
        while true {
            if let end = unread[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(unread[..<end])
                unread.removeSubrange(...end)
                return line
            }
            searched = unread.count
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw NoAnswer() }
            unread += data
        }
    }

    struct NoAnswer: Error, CustomStringConvertible {
        var description: String { "Node gave no answer: is EJS installed? Debian has it in node-ejs" }
    }
}

/// What an engine makes of a case.
enum Answer: Equatable {
    case output(String)
    case failure(String)

    /// What a failure says, without what it names; empty for an output.
    var kind: String {
        guard case .failure(let message) = self, let line = message.split(separator: "\n").first else { return "" }
        let quoted = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        let words = quoted.filter { $0.offset % 2 == 0 }.map(\.element).joined()
        return words.filter { !$0.isNumber }
    }

    /// Whether both print the same bytes, or both fail.
    func agrees(with other: Answer) -> Bool {
        switch (self, other) {
        case (.output(let left), .output(let right)): left.utf8.elementsEqual(right.utf8)
        case (.failure, .failure): true
        case (.output, .failure), (.failure, .output): false
        }
    }
}

extension FuzzCase {
    /// What our engine says.
    var answer: Answer {
        do {
            let views = try Templates(sources: sources)
            guard case .object(let data) = try TemplateValue(json: json) else { return .failure("no object") }
            return .output(String(decoding: try views.render("main", data), as: UTF8.self))
        } catch let error as TemplateLoadError {
            return .failure(error.description)
        } catch let error as TemplateError {
            return .failure(error.description)
        } catch {
            return .failure("\(error)")
        }
    }
}
