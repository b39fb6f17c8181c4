import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What the budget is measured against: plain Hummingbird routes behind Hummingbird's own HTTP/1, which answer what
/// was recorded.
struct BareServer {
    private let recordings: [Recording]

    /// Reads recordings, in JSON.
    init(file: String) throws {
        recordings = try JSONDecoder().decode([Recording].self, from: Data(contentsOf: URL(filePath: file)))
    }

    /// Serves on this machine until SIGTERM or SIGINT.
    func run(port: Int) async throws {
        let router = Router()
        for recording in recordings {
            let response = try Response(recording)
            router.on(RouterPath(recording.path), method: try recording.requestMethod) { _, _ in response }
        }
        let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
        try await Application(router: router, configuration: configuration).runService()
    }
}

extension Recording {
    fileprivate var requestMethod: HTTPRequest.Method {
        get throws {
            guard let method = HTTPRequest.Method(method) else { throw BenchmarkFault("no method: \(method)") }
            return method
        }
    }
}

extension Response {
    fileprivate init(_ recording: Recording) throws {
        var headers = HTTPFields()
        for field in recording.fields {
            guard let name = HTTPField.Name(field.name) else { throw BenchmarkFault("no field name: \(field.name)") }
            headers.append(HTTPField(name: name, value: field.value))
        }
        self.init(
            status: HTTPResponse.Status(code: recording.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: recording.body)))
    }
}
