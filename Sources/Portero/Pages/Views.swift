public import EJSTemplates
import HTTPTypes
public import Hummingbird
import NIOCore

/// An app's pages: the templates of its views folder, rendered with the locals that each page needs.
///
/// All are compiled at the start; a broken one stops it. Express: `app.set('views', …)` and `res.render`.
public struct Views: Sendable {
    private let templates: Reloading<Templates>

    /// - Parameters:
    ///   - folder: such as `Views`.
    ///   - reloads: whether a changed file is compiled anew, for development.
    /// - Throws: `TemplateLoadError` that lists all broken views.
    public init(folder: String, reloads: Bool = false) throws {
        templates = try Reloading(folder, reloads: reloads) { try Templates(folder: folder) }
    }

    /// A page for a request.
    ///
    /// The local `user` is `{ name, usrId }` exactly when somebody is signed in, and absent else; pages of who is
    /// signed in are not cached anywhere.
    ///
    /// - Parameters:
    ///   - name: a view's path without its ending, such as `auth/signin`.
    ///   - locals: what else the view reads.
    ///   - status: 200 unless said otherwise.
    ///   - context: the request's context.
    /// - Returns: the response.
    /// - Throws: `TemplateError` with the place, and what `context.user` throws.
    public func page(
        _ name: String, _ locals: TemplateObject = [:], status: HTTPResponse.Status = .ok,
        for context: some PorteroRequestContext
    ) throws -> Response {
        try page(name, locals, status: status, user: context.user)
    }

    func page(
        _ name: String, _ locals: TemplateObject, status: HTTPResponse.Status, user: User?
    ) throws -> Response {
        var locals = locals
        locals["user"] = user.map { ["name": .string($0.name), "usrId": TemplateValue($0.usrId)] }
        let html = try templates.current().render(name, locals)
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: user == nil ? "private, no-cache" : "no-store",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: html)))
    }
}

extension Views {
    /// The first of these views that there is.
    func first(of names: [String]) throws -> String? {
        let templates = try templates.current()
        return names.first(where: templates.contains)
    }
}

extension TemplateValue {
    /// A number or a string, as the id is one.
    fileprivate init(_ id: UserID) {
        switch id {
        case .integer(let number): self = .number(Double(number))
        case .text(let text): self = .string(text)
        }
    }
}
