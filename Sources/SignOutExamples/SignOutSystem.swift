public import HTTPTypes
import Portero
import Tokens

/// One of the five systems.
public enum SignOutSystem: String, CaseIterable, Sendable {
    case vlife, demet, sociapp, judicial, database

    /// Where its routes stand.
    public struct Paths: Hashable, Sendable {
        /// POST, with the fields `username` and `password`.
        public let signIn: String
        /// POST; `nil`: it has no tokens.
        public let refresh: String?
        /// GET: who is signed in, for nobody else.
        public let protected: String
        /// The sign-out.
        public let signOut: String
        /// The sign-out's method.
        public let method: HTTPRequest.Method
    }

    /// Where its routes stand.
    public var paths: Paths {
        switch self {
        case .vlife:
            Paths(signIn: "/auth/signin", refresh: nil, protected: "/me", signOut: "/auth/logout", method: .get)
        case .demet:
            Paths(
                signIn: "/intern/login", refresh: "/intern/refresh", protected: "/intern/me",
                signOut: "/intern/logout", method: .get)
        case .sociapp, .database:
            Paths(
                signIn: "/auth/login", refresh: "/auth/refresh", protected: "/me", signOut: "/auth/logout",
                method: .post)
        case .judicial:
            Paths(
                signIn: "/api/auth/login", refresh: "/api/auth/refresh", protected: "/api/me",
                signOut: "/api/auth/logout", method: .post)
        }
    }

    /// How its tokens travel; `nil`: it has none.
    var delivery: TokenDelivery? {
        switch self {
        case .vlife: nil
        case .demet:
            TokenDelivery(
                access: .cookie(TokenCookie("access_token", .path("/"), .httpOnly)),
                refresh: .cookie(TokenCookie("refresh_token", .path("/"), .httpOnly)))
        case .sociapp:
            TokenDelivery(
                access: .bearer, refresh: .cookie(TokenCookie("refresh_token", .path("/auth/refresh"), .httpOnly)))
        case .judicial:
            TokenDelivery(
                access: .bearer, refresh: .cookie(TokenCookie("refreshToken", .httpOnly, .path("/api/auth"))))
        case .database:
            TokenDelivery(
                access: .cookie(TokenCookie("accessToken", .path("/"), .httpOnly)),
                refresh: .cookie(TokenCookie("refreshToken", .path("/"), .httpOnly)))
        }
    }

    /// Whether the server remembers which access tokens were revoked.
    func denies(revoking: Bool) -> Bool {
        switch self {
        case .demet: true
        case .sociapp: revoking
        case .vlife, .judicial, .database: false
        }
    }
}
