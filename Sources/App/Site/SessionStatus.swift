import HTTPTypes
import Hummingbird
import NIOCore
import Portero

/// What `GET /api/session` tells: `{"loggedIn":true,"user":{"name":"Ana","usrId":42}}`.
struct SessionStatus: ResponseGenerator {
    let user: User?

    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try json)))
    }

    private var json: String {
        get throws {
            guard let user else { return #"{"loggedIn":false,"user":null}"# }
            let name = RawValue(user.name).bytes
            let usrId = try RawValue(encoding: user.usrId).bytes
            return "{\"loggedIn\":true,\"user\":{\"name\":" + String(decoding: name, as: UTF8.self)
                + ",\"usrId\":" + String(decoding: usrId, as: UTF8.self) + "}}"
        }
    }
}
