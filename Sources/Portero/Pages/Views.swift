public import EJSTemplates
import HTTPTypes
public import Hummingbird
import NIOCore

/// An app's pages: the templates of its views folder, rendered with the locals that each page needs.
///
/// All are compiled at the start; a broken one stops it. Express: `app.set('views', …)` and `res.render`.
public struct Views: Sendable {
    private let pages: Reloading<Pages>

    private struct Pages: Sendable {
        let templates: Templates
        /// The views that read the local `nonce`, or may.
        let askingForNonce: Set<String>

        init(folder: String, settings: TemplateSettings) throws {
            templates = try Templates(folder: folder, settings: settings)
            askingForNonce = templates.readers(of: "nonce")
        }
    }

    /// - Parameters:
    ///   - folder: such as `Views`.
    ///   - settings: the app's functions that views call, a layout, bounds, locale and time zone.
    ///   - reloads: whether a changed file is compiled anew, for development.
    /// - Throws: `TemplateLoadError` that lists all broken views.
    public init(folder: String, settings: TemplateSettings = TemplateSettings(), reloads: Bool = false) throws {
        pages = try Reloading(folder, reloads: reloads) { try Pages(folder: folder, settings: settings) }
    }

    /// A page for a request.
    ///
    /// The local `user` is `{ name, usrId }` exactly when somebody is signed in, and absent else; pages of who is
    /// signed in are not cached anywhere. Where the view, or what it includes, reads the local `nonce`, that is a new
    /// one for each response, whose policy then admits the scripts and styles that carry it; see ``SecurityHeaders``.
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
        try page(name, locals, status: status, user: context.user, policy: context.portero.policy)
    }

    func page(
        _ name: String, _ locals: TemplateObject, status: HTTPResponse.Status, user: User?, policy: PagePolicy?
    ) throws -> Response {
        let pages = try pages.current()
        var locals = locals
        locals["user"] = user.map { ["name": .string($0.name), "usrId": TemplateValue($0.usrId)] }
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: user == nil ? "private, no-cache" : "no-store",
        ]
        if pages.askingForNonce.contains(name) {
            let nonce = PagePolicy.makeNonce()
            locals["nonce"] = .string(nonce)
            headers[.contentSecurityPolicy] = policy?.text(nonce: nonce)
        }
        let html = try pages.templates.render(name, locals)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: html)))
    }
}

extension Views {
    /// The first of these views that there is.
    func first(of names: [String]) throws -> String? {
        let templates = try pages.current().templates
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
