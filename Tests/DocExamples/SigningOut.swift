import Hummingbird
import Portero
import Tokens

protocol Rooms: Sendable {
    func leave(_ room: String) async throws
}

struct LeaveRoom: SignOutStep {
    let rooms: any Rooms
    let description = "leave the room"

    func run(_ run: inout SignOutRun) async throws {
        guard let room = run.cookies.value(named: "room") else { return run.skip("no cookie room") }
        try await rooms.leave(room)
    }
}

func addRemoteSignOut(to router: Router<PorteroContext>, address: String) throws {
    let service = try RemoteService(address, path: "/api/AuthJWT/Revoke")
    router.signOut(.post, "/api/auth/logout") {
        RevokeRemotely("refreshToken", at: service).ignoringFailure()
        ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
        Reply(#"{"status":"success","message":"Sesión cerrada","data":null}"#)
    }
}

func addSignOuts(to router: Router<PorteroContext>, revoking: LeaveRoom, denying: LeaveRoom) {
    router.signOut(.post, "/auth/logout") {
        revoking.onFailure(Reply(#"{"error":"Error logging out"}"#, status: .internalServerError))
        ExpireCookie("accessToken", .path("/"))
        ExpireCookie("refreshToken", .path("/"))
        Reply(#"{"message":"Logged out successfully"}"#)
    }
    router.signOut(.get, "/intern/logout") {
        ExpireCookie("access_token", .path("/"), .httpOnly)
        ExpireCookie("refresh_token", .path("/"), .httpOnly)
        AttemptAll {
            revoking
            denying
        }
        .onFailure(Reply(#"{"error":"No se pudo cerrar la sesión"}"#, status: .serviceUnavailable))
        Reply(#"{"message":"Sesión cerrada"}"#)
    }
}

func addAuditedSignOut(to router: Router<PorteroContext>, audit: AsyncStream<SignOutEvent>.Continuation) {
    router.signOut(.get, "/auth/logout", observer: { event in audit.yield(event) }) {
        DestroySession()
        Redirect(to: "/auth/signin")
    }
}

func addClearingSignOut(to router: Router<PorteroContext>) {
    router.signOut(.get, "/auth/logout") {
        DestroySession()
        ClearSiteData(.storage)
        Redirect(to: "/auth/signin")
    }
}
