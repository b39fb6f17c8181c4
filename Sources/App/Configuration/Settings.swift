import Logging
import Portero

/// What the environment says, parsed once.
struct Settings: Hashable, Sendable {
    /// `HOST`.
    var host = "127.0.0.1"
    /// `PORT`; 0 takes a free one.
    var port = 8080
    /// `SESSION_SECRET`, newest first; empty in development where it is not set.
    var secrets: [String] = []
    /// `SESSION_STORE`.
    var sessions = StoreLocation.standard
    /// `DATABASE_URL`.
    var database = StoreLocation.standard
    /// `PORTERO_ENV`.
    var isDevelopment = false
    /// `TRUSTED_PROXIES`.
    var trustedProxies = TrustedProxies.none
    /// `TRUSTED_ORIGINS`.
    var trustedOrigins = TrustedOrigins.none
    /// `LOG_LEVEL`.
    var logLevel = Logger.Level.info
    /// `SHUTDOWN_SECONDS`.
    var shutdownTime = Duration.seconds(10)
    /// `LOG_FORMAT`.
    var logFormat = LogFormat.text
    /// `ACCESS_LOG`.
    var logsAccess = true
    /// `BCRYPT_COST`; `nil`: no account has a bcrypt hash.
    var bcryptLimit: BcryptCost?

    /// - Parameters:
    ///   - environment: the process's variables; an empty one counts as not set.
    ///   - servesPages: whether secrets are needed: not for the commands that only touch accounts.
    /// - Throws: ``SettingsFaults`` that lists everything that is wrong.
    init(_ environment: [String: String], servesPages: Bool) throws(SettingsFaults) {
        var reader = SettingsReader(environment)
        isDevelopment = reader.read("PORTERO_ENV", "development or production", or: false, Self.isDevelopment)
        host = reader.read("HOST", "a host name or address", or: host) { $0 }
        port = reader.read("PORT", "a number from 0 to 65535", or: port, Self.port)
        sessions = reader.readLocation(
            "SESSION_STORE", "memory:, sqlite:PATH, redis://…, rediss://… or postgres://…", or: sessions)
        database = reader.readLocation("DATABASE_URL", "sqlite:PATH or postgres://…", or: database) {
            $0.keepsAccounts
        }
        trustedProxies = reader.readList("TRUSTED_PROXIES", or: .none) { list throws(MalformedList) in
            try TrustedProxies(list)
        }
        trustedOrigins = reader.readList("TRUSTED_ORIGINS", or: .none) { list throws(MalformedList) in
            try TrustedOrigins(list)
        }
        logLevel = reader.read(
            "LOG_LEVEL", "trace, debug, info, notice, warning, error or critical", or: logLevel
        ) { Logger.Level(rawValue: $0) }
        shutdownTime = reader.read("SHUTDOWN_SECONDS", "a number from 1 to 600", or: shutdownTime) { text in
            Int(text).flatMap { (1...600).contains($0) ? .seconds($0) : nil }
        }
        logFormat = reader.read("LOG_FORMAT", "text or json", or: logFormat) { LogFormat(rawValue: $0) }
        logsAccess = reader.read("ACCESS_LOG", "on or off", or: logsAccess, Self.isOn)
        bcryptLimit = reader.read("BCRYPT_COST", "a number from 4 to 14", or: nil) { text in
            Int(text).flatMap { BcryptCost($0) }.map(Optional.some)
        }
        secrets = reader.readSecret("SESSION_SECRET", or: [], Self.secrets)
        if servesPages, !isDevelopment { reader.require("SESSION_SECRET", "one or more secrets, newest first") }
        guard reader.faults.isEmpty else { throw SettingsFaults(list: reader.faults) }
    }

    /// Makes scrypt hashes, and verifies bcrypt's where the settings say that there are any.
    var hasher: PasswordHasher {
        bcryptLimit.map { PasswordHasher(bcryptUpTo: $0) } ?? PasswordHasher()
    }

    private static func isDevelopment(_ text: String) -> Bool? {
        switch text {
        case "development": true
        case "production": false
        default: nil
        }
    }

    private static func isOn(_ text: String) -> Bool? {
        switch text {
        case "on": true
        case "off": false
        default: nil
        }
    }

    private static func port(_ text: String) -> Int? {
        UInt16(text).map(Int.init)
    }

    private static func secrets(_ text: String) -> [String]? {
        let secrets = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return secrets.contains("") ? nil : secrets
    }
}

/// Everything that is wrong with the environment, at once.
struct SettingsFaults: Error, Hashable, CustomStringConvertible {
    let list: [String]

    var description: String {
        "the configuration has faults:\n" + list.map { "  \($0)" }.joined(separator: "\n")
    }
}

private struct SettingsReader {
    private let environment: [String: String]
    private(set) var faults: [String] = []

    init(_ environment: [String: String]) {
        self.environment = environment.filter { !$0.value.isEmpty }
    }

    mutating func read<Value>(
        _ name: String, _ expected: String, or standard: Value, _ parse: (String) -> Value?
    ) -> Value {
        guard let text = environment[name] else { return standard }
        if let value = parse(text) { return value }
        faults.append("\(name) is \"\(text)\", expected \(expected)")
        return standard
    }

    /// As `read`, of a list: the part that is wrong is told.
    mutating func readList<Value>(
        _ name: String, or standard: Value, _ parse: (String) throws(MalformedList) -> Value
    ) -> Value {
        guard let text = environment[name] else { return standard }
        do throws(MalformedList) {
            return try parse(text)
        } catch {
            faults.append("\(name) has \"\(error.met)\", expected \(error.expected)")
            return standard
        }
    }

    /// As `read`, of a store: there may be a password in it, so it is not told.
    mutating func readLocation(
        _ name: String, _ expected: String, or standard: StoreLocation,
        if isAllowed: (StoreLocation) -> Bool = { _ in true }
    ) -> StoreLocation {
        guard let text = environment[name] else { return standard }
        do throws(StoreLocation.Malformed) {
            let location = try StoreLocation(text)
            if isAllowed(location) { return location }
            faults.append("\(name) is of a store that cannot keep this, expected \(expected)")
        } catch {
            faults.append("\(name) \(error.reason), expected \(expected)")
        }
        return standard
    }

    /// As `read`, but what was met is not told.
    mutating func readSecret<Value>(_ name: String, or standard: Value, _ parse: (String) -> Value?) -> Value {
        guard let text = environment[name] else { return standard }
        if let value = parse(text) { return value }
        faults.append("\(name) has an empty part, expected secrets separated by single commas")
        return standard
    }

    mutating func require(_ name: String, _ expected: String) {
        if environment[name] == nil { faults.append("\(name) is not set, expected \(expected)") }
    }
}
