public import HTTPTypes
public import Hummingbird
import NIOCore
public import SignIn

extension RouterMethods where Context: PorteroRequestContext {
    /// Adds a sign-out.
    ///
    /// Of a GET, HEAD is answered too, and like a speculative load it ends nothing. A store that cannot tell what is
    /// in the session does not stop it.
    ///
    /// - Parameters:
    ///   - method: GET for a plain link, else POST.
    ///   - path: where it stands.
    ///   - steps: run in this order.
    /// - Returns: the router.
    @discardableResult
    public func signOut(
        _ method: HTTPRequest.Method = .get, _ path: RouterPath = "/auth/logout",
        @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) -> Self {
        let signOut = SignOut(steps)
        on(path, method: method) { request, context in
            let isSafe = method == .get && SignOut.isSpeculative(request.headers)
            return Response(try await signOut(SignOutRun(request, context), isSafe: isSafe))
        }
        if method == .get {
            on(path, method: .head) { request, context in
                Response(headOf: try await signOut(SignOutRun(request, context), isSafe: true))
            }
        }
        return self
    }
}

extension SignOutRun {
    fileprivate init(_ request: Request, _ context: some PorteroRequestContext) {
        self.init(
            headers: request.headers, session: context.portero.endable, flag: context.portero.flag ?? .standard,
            logger: context.logger)
    }
}

extension Response {
    fileprivate init(_ answer: SignOutAnswer) {
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        self.init(status: answer.status, headers: answer.headers, body: body)
    }

    /// The same without the body, its length told.
    fileprivate init(headOf answer: SignOutAnswer) {
        self = Response(answer).createHeadResponse()
    }
}
