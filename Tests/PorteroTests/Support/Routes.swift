import Hummingbird
import Portero

extension RouterMethods where Context == PorteroContext {
    /// `GET /who`: the name of who is signed in, or `nobody`.
    func addWho() {
        get("/who") { _, context in
            try context.user?.name ?? "nobody"
        }
    }

    /// `POST /signin`: signs Ana in, whatever she sends.
    func addSignIn() {
        post("/signin") { _, context in
            try context.session.signIn(User(name: "Ana Pérez", usrId: .integer(42)))
            return "welcome"
        }
    }

    /// `GET /auth/logout`, as vLife has it.
    func addSignOut() {
        signOut(.get, "/auth/logout") {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
    }
}
