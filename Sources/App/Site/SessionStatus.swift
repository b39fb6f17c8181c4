import Hummingbird
import Portero

/// What `GET /api/session` tells: `{"loggedIn":true,"user":{"name":"Ana","usrId":42}}`.
struct SessionStatus: ResponseGenerator {
    let user: User?

    func response(from request: Request, context: some RequestContext) -> Response {
        Response(json: #"{"loggedIn":\#(user != nil),"user":\#(user?.json ?? "null")}"#)
    }
}
