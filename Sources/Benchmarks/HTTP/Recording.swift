import Foundation
import ProcessTesting

/// A response as a server gave it, for a bare route to give again.
struct Recording: Codable, Hashable {
    struct Field: Codable, Hashable {
        let name: String
        let value: String
    }

    let method: String
    let path: String
    let status: Int
    let fields: [Field]
    let body: Data

    /// What the server itself writes, and each server in its own way.
    private static let ofTheServer: Set<String> = ["connection", "content-length", "date"]

    init(_ server: LocalServer, _ visit: Visit) async throws {
        let answer = try await server.send(visit.method, visit.path, headers: visit.headers, visit.body)
        guard answer.status < 400 else {
            throw BenchmarkFault("\(visit.method) \(visit.path) was answered with \(answer.status)")
        }
        method = visit.method
        path = visit.path
        status = answer.status
        fields = answer.headers.filter { !Self.ofTheServer.contains($0.name) }.map(Field.init)
        body = answer.body
    }
}

/// A request that is sent again and again.
struct Visit: Sendable {
    var method = "GET"
    var path = "/"
    var headers: [String: String] = [:]
    var body = Data()
}

/// What kept a benchmark from running.
struct BenchmarkFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
