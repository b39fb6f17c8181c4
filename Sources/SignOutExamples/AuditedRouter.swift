import HTTPTypes
import Hummingbird
import Portero

/// A router whose sign-outs all have the example's clock and observer.
struct AuditedRouter {
    let router: Router<PorteroContext>
    let clock: any WallClock
    let observer: SignOutObserver

    func signOut(
        _ method: HTTPRequest.Method, _ path: RouterPath, @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) {
        router.signOut(method, path, clock: clock, observer: observer, steps)
    }
}

extension SignOutExample {
    func audited(_ router: Router<PorteroContext>) -> AuditedRouter {
        AuditedRouter(router: router, clock: parts.clock, observer: parts.observer)
    }
}
