public import HTTPTypes
public import Hummingbird
import NIOCore
public import Sessions
public import SignIn

extension RouterMethods where Context: PorteroRequestContext {
    /// Adds a sign-out.
    ///
    /// Of a GET, HEAD is answered too, and like a speculative load it ends nothing. A link of any site may lead to it,
    /// but behind a ``CrossOriginGuard`` no script of an origin that is not trusted may call it: 403. A store that
    /// cannot tell what is in the session does not stop it. Where a step fails and the declaration does not say what
    /// then, the answer is a 503 or 500 as of any route, which still clears the cookies that the steps before it
    /// expired.
    ///
    /// - Parameters:
    ///   - method: GET for a plain link, else POST.
    ///   - path: where it stands.
    ///   - clock: tells the steps and the event the time of day.
    ///   - observer: sees what each run did, beside the log; called before the answer goes out, so it must not block.
    ///   - steps: run in this order.
    /// - Returns: the router.
    @discardableResult
    public func signOut(
        _ method: HTTPRequest.Method = .get, _ path: RouterPath = "/auth/logout",
        clock: any WallClock = SystemClock(), observer: @escaping @Sendable (SignOutEvent) -> Void = { _ in },
        @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) -> Self {
        let signOut = SignOut(observer: observer, steps)
        on(path, method: method) { request, context in
            let isSafe = method == .get && SignOut.isSpeculative(request.headers)
            return Response(try await signOut.answer(request, context, clock, isSafe: isSafe))
        }
        if method == .get {
            on(path, method: .head) { request, context in
                Response(headOf: try await signOut.answer(request, context, clock, isSafe: true))
            }
        }
        return self
    }
}

extension SignOut {
    /// Throws the `HTTPError` that ``ErrorPages`` show, with the cookies that are cleared all the same.
    fileprivate func answer(
        _ request: Request, _ context: some PorteroRequestContext, _ clock: any WallClock, isSafe: Bool
    ) async throws -> SignOutAnswer {
        // Browsers name the origin of a safe request where a script waits for the answer, and of no link or image.
        if request.headers.contains(.origin) { try context.portero.crossOriginRule?.check(request, context) }
        let session = context.portero.endable
        let run = SignOutRun(
            method: request.method, route: context.endpointPath, headers: request.headers, session: session,
            flag: context.portero.flag ?? .standard, client: context.client.address?.description, clock: clock,
            logger: context.logger)
        do throws(SignOutFailure) {
            return try await self(run, isSafe: isSafe)
        } catch {
            var headers = error.answer.headers
            if let line = await session?.lineOfEnd { headers.append(HTTPField(name: .setCookie, value: line)) }
            throw HTTPError(error.answer.status, headers: headers)
        }
    }
}

extension Session {
    /// The line that clears the cookie of a session which a step has ended; nothing else is stored of a failed request.
    fileprivate var lineOfEnd: String? {
        get async {
            // No line of an error's answer is worth another error.
            hasEnded ? try? await keeper.commit(self) : nil
        }
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
