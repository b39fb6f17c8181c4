import Hummingbird
import Portero

func addEdge(to router: Router<ShopContext>, views: Views) throws {
    let origins = try TrustedOrigins("https://app.example.com, http://localhost:5173")
    router.add(middleware: ClientMiddleware(behind: try TrustedProxies("loopback, 10.0.0.0/8")))
    router.add(middleware: SecurityHeaders())
    router.add(middleware: CrossOriginSharing(with: origins))
    router.add(middleware: ErrorPages(.outer, views: views))
    router.add(middleware: CrossOriginGuard(trusting: origins))
}
