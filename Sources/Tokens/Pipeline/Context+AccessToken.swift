public import Portero
public import SignIn

extension PorteroRequestContext {
    /// What the request's access token says; `nil` on a route without a ``RequireToken``.
    public var accessToken: AccessToken? {
        portero.token
    }
}
