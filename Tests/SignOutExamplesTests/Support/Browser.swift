import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import StoreTesting
import Synchronization

/// What somebody kept of what a system has issued.
struct Copies: Sendable {
    enum Access: Sendable {
        case cookie(String, String)
        case bearer(String)
    }

    var access: Access
    var refresh: (name: String, value: String)?

    func fields(_ shown: Act.Shown) -> HTTPFields {
        var fields: HTTPFields = [:]
        var cookies: [String] = []
        if shown != .refresh {
            switch access {
            case .cookie(let name, let value): cookies.append("\(name)=\(value)")
            case .bearer(let token): fields[.authorization] = "Bearer \(token)"
            }
        }
        if shown != .access, let refresh { cookies.append("\(refresh.name)=\(refresh.value)") }
        if !cookies.isEmpty { fields[.cookie] = cookies.joined(separator: "; ") }
        return fields
    }

    /// What no log may hold.
    var secrets: [String] {
        var values = refresh.map { [$0.value] } ?? []
        switch access {
        case .cookie(_, let value), .bearer(let value):
            values.append(value)
            values += value.replacing("s%3A", with: "").split(separator: ".").map(String.init)
        }
        return values.filter { $0.count >= 8 }
    }
}

/// A browser with a page that keeps a bearer token, of one system.
struct Browser: Sendable {
    let jar: CookieJar
    let routes: Routes
    private let bearer: Mutexed<String?>

    init(_ routes: Routes, clock: ManualClock) {
        self.routes = routes
        jar = CookieJar(clock: clock)
        bearer = Mutexed(nil)
    }

    /// One that got hold of these.
    init(_ routes: Routes, holding copies: Copies, clock: ManualClock) {
        self.init(routes, clock: clock)
        if let refresh = copies.refresh { jar.receive(["\(refresh.name)=\(refresh.value); Path=/"]) }
        switch copies.access {
        case .cookie(let name, let value): jar.receive(["\(name)=\(value); Path=/"])
        case .bearer(let token): bearer.withLock { $0 = token }
        }
    }

    /// What it sends.
    func fields(for path: String) -> HTTPFields {
        var fields: HTTPFields = [:]
        fields[.cookie] = jar.header(for: path, isSecure: false)
        if let token = bearer.withLock({ $0 }) { fields[.authorization] = "Bearer \(token)" }
        return fields
    }

    /// Takes what an answer sets.
    func receive(_ answer: Answer, from path: String) {
        jar.receive(answer.cookies, from: path)
        guard let body = try? JSONDecoder().decode(TokenBody.self, from: Data(answer.body.utf8)) else { return }
        bearer.withLock { $0 = body.token }
    }

    /// What it holds, for somebody to keep; `nil`: nothing.
    var copies: Copies? {
        let refresh = routes.refreshCookie.flatMap { name in jar[name].map { (name: name, value: $0) } }
        if let name = routes.accessCookie {
            return jar[name].map { Copies(access: .cookie(name, $0), refresh: refresh) }
        }
        return bearer.withLock { $0 }.map { Copies(access: .bearer($0), refresh: refresh) }
    }
}

private struct TokenBody: Decodable {
    let token: String

    enum CodingKeys: String, CodingKey {
        case token = "access_token"
    }
}

/// A value behind a lock, shared.
final class Mutexed<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    func withLock<Answer: Sendable>(_ body: (inout Value) -> Answer) -> Answer {
        value.withLock { body(&$0) }
    }
}

/// A response, as a client sees it.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        body = String(buffer: response.body)
    }

    /// All `Set-Cookie` lines, in order.
    var cookies: [String] { headers[values: .setCookie] }

    /// The fields of CORS, and `vary`.
    var sharing: [String: String] {
        let fields = headers.filter { field in
            field.name.canonicalName.hasPrefix("access-control-") || field.name == .vary
        }
        return Dictionary(fields.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
    }
}
