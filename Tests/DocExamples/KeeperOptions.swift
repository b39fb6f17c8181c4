import Logging
import Portero

func makeKeeper(store: any SessionStore, secrets: [String], logger: Logger) throws -> SessionKeeper {
    let tenants = ["example.com", "example.org"]
    var options = SessionOptions()
    options.name = "shop.sid"
    options.policy.rolling = true
    options.cookie.maxAge = .seconds(14 * 86_400)
    options.adaptCookie = { cookie, exchange in
        cookie.domain = tenants.first { exchange.host?.hasSuffix("." + $0) == true }
    }
    return try SessionKeeper(store: store, secrets: secrets, options: options, logger: logger)
}
