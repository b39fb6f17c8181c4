package import Foundation
import Synchronization

/// A server on this machine, spoken to in HTTP/1.1 with one connection a request.
///
/// It stands where `URLSession` would, but that one refuses every answer of chromedriver: on Linux it wants a space
/// after a header's colon. Source: swift-corelibs-foundation, pull request 5527.
package struct LocalServer: Sendable {
    package let port: Int

    /// - Parameter port: where it listens.
    package init(port: Int) {
        self.port = port
    }

    /// What a server answered.
    package struct Answer: Sendable {
        /// The status code.
        package let status: Int
        /// The header fields' names in lower case, and their values, in order.
        package let headers: [(name: String, value: String)]
        /// Empty where the server names no length.
        package let body: Data

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The first value of a field.
        package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// Sends a request and waits for the answer.
    ///
    /// - Parameters:
    ///   - method: such as `GET`.
    ///   - path: with its query.
    ///   - headers: more header fields.
    ///   - body: sent with its length.
    /// - Returns: the answer, its body only where the server names its length.
    /// - Throws: where nobody answers in HTTP.
    package func send(
        _ method: String, _ path: String, headers: [String: String] = [:], _ body: Data = Data()
    ) async throws -> Answer {
        let more = headers.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
            + "Content-Length: \(body.count)\r\n\(more)\r\n"
        let request = Data(head.utf8) + body
        // A thread waits for the answer, so that no task has to.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try answer(to: request) })
            }
        }
    }

    private func answer(to request: Data) throws -> Answer {
        let connection = try connect()
        try connection.write(contentsOf: request)
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            guard let byte = try connection.read(upToCount: 1), !byte.isEmpty else { break }
            head += String(decoding: byte, as: UTF8.self)
        }
        guard let status = head.firstMatch(of: /^HTTP\/1\.1 (\d{3})/).flatMap({ Int($0.1) }) else {
            throw ConnectionFault("port \(port) gave no HTTP answer, but \(head.count) characters")
        }
        let headers = head.split(separator: "\r\n").dropFirst().compactMap { line in
            line.firstIndex(of: ":").map { colon in
                let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                return (name: line[..<colon].lowercased(), value: value)
            }
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let body = method(of: request) == "HEAD" ? nil : try connection.read(upToCount: length)
        return Answer(status: status, headers: headers, body: body ?? Data())
    }

    private func method(of request: Data) -> String {
        String(decoding: request.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private func connect() throws -> FileHandle {
        let socket = try Self.socket()
        let result = unsafe Self.with(port) { address, length in unsafe Foundation.connect(socket, address, length) }
        guard result == 0 else {
            close(socket)
            throw ConnectionFault("nobody listens on port \(port)")
        }
        return FileHandle(fileDescriptor: socket, closeOnDealloc: true)
    }
}

/// Ports of this machine.
extension LocalServer {
    /// A port that nobody listens on, below those that the system lends to outgoing connections.
    ///
    /// No port is given away twice: it takes a program a while to listen, and another test must not meet it meanwhile.
    ///
    /// - Parameter count: how many in a row are to be free.
    /// - Returns: the first of them.
    /// - Throws: `ConnectionFault` where there are none.
    package static func freePort(ofARow count: Int = 1) throws -> Int {
        for port in (20_000..<32_000).shuffled().prefix(100) {
            let row = port..<port + count
            if try row.allSatisfy(isFree), take(row) { return port }
        }
        throw ConnectionFault("no free port between 20000 and 32000")
    }

    private static let taken = Mutex<Set<Int>>([])

    private static func take(_ ports: Range<Int>) -> Bool {
        taken.withLock { taken in
            guard taken.isDisjoint(with: ports) else { return false }
            taken.formUnion(ports)
            return true
        }
    }

    private static func isFree(_ port: Int) throws -> Bool {
        let socket = try socket()
        defer { close(socket) }
        return unsafe with(port) { address, length in unsafe bind(socket, address, length) } == 0
    }

    private static func socket() throws -> Int32 {
        #if canImport(Glibc)
        let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw ConnectionFault("no socket: errno \(errno)") }
        return descriptor
    }

    /// Calls `body` with 127.0.0.1 and the port in the form that sockets take.
    private static func with(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}

/// Nobody answered, or not in HTTP.
package struct ConnectionFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
