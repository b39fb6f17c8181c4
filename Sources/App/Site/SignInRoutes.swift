import HTTPTypes
import Hummingbird
import Portero

extension Site {
    /// `GET` and `POST /auth/signin`.
    func addSignIn(to router: Router<PorteroContext>) {
        router.get("/auth/signin") { request, context in
            let target = ReturnPath(orRoot: try request.queryFields["return"])
            guard try context.user == nil else { return Response.redirect(to: target.text, type: .found) }
            return try views.page("auth/signin", form(returningTo: target, for: context), for: context)
        }
        router.post("/auth/signin") { request, context in
            var request = request
            let fields = try await FormFields(&request)
            guard let username = fields["username"], let password = fields["password"] else {
                throw HTTPError(.badRequest, message: "expected the fields username and password")
            }
            let target = ReturnPath(orRoot: fields["return"])
            guard try context.user == nil else { return Response.redirect(to: target.text, type: .found) }
            let credentials = Credentials(username: username, password: password)
            guard let user = try await verifier.verify(credentials) else {
                return try refused(username, returningTo: target, for: context)
            }
            try context.session.signIn(user)
            return .redirect(to: target.text, type: .found)
        }
    }

    private func form(returningTo target: ReturnPath, for context: PorteroContext) throws -> TemplateObject {
        ["returnTo": .string(target.orEmpty), "expired": .bool(try context.session.replacesExpired)]
    }

    private func refused(
        _ username: String, returningTo target: ReturnPath, for context: PorteroContext
    ) throws -> Response {
        let locals: TemplateObject = [
            "error": "Usuario o contraseña incorrectos", "username": .string(username),
            "returnTo": .string(target.orEmpty),
        ]
        return try views.page("auth/signin", locals, status: .unprocessableContent, for: context)
    }
}

extension ReturnPath {
    /// The path, or the home page where there is none that can be trusted.
    fileprivate init(orRoot text: String?) {
        self = text.flatMap { ReturnPath($0) } ?? .root
    }

    /// For the form's hidden field: nothing for the home page.
    fileprivate var orEmpty: String {
        self == .root ? "" : text
    }
}
