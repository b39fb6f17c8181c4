import Portero
import RedisStores
import Testing

@testable import App

@Suite("The environment is read once, and all its faults are told at once") struct SettingsTests {
    private func faults(_ environment: [String: String], servesPages: Bool = true) -> [String] {
        do throws(SettingsFaults) {
            _ = try Settings(environment, servesPages: servesPages)
            return []
        } catch {
            return error.list
        }
    }

    @Test func `a secret is all that production needs`() throws {
        let settings = try Settings(["SESSION_SECRET": "one"], servesPages: true)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.secrets == ["one"])
        #expect(settings.sessions == .sqlite(path: "var/portero.sqlite"))
        #expect(settings.database == .sqlite(path: "var/portero.sqlite"))
        #expect(!settings.isDevelopment)
        #expect(settings.logFormat == .text && settings.logsAccess)
    }

    @Test func `secrets stand newest first, and nothing is trimmed`() throws {
        #expect(try Settings(["SESSION_SECRET": "new, old"], servesPages: true).secrets == ["new", " old"])
    }

    @Test func `bcrypt hashes are verified up to the cost that is set, and not at all by default`() throws {
        #expect(try Settings(["BCRYPT_COST": "12"], servesPages: false).hasher.bcryptLimit == BcryptCost(12))
        #expect(try Settings([:], servesPages: false).hasher.bcryptLimit == nil)
    }

    @Test func `production without a secret does not start`() {
        #expect(faults([:]) == ["SESSION_SECRET is not set, expected one or more secrets, newest first"])
        #expect(faults(["SESSION_SECRET": ""]) == faults([:]))
    }

    @Test func `development and the account commands need no secret`() {
        #expect(faults(["PORTERO_ENV": "development"]).isEmpty)
        #expect(faults([:], servesPages: false).isEmpty)
    }

    @Test func `every faulty variable is named with what was met and what was expected`() {
        let met = faults([
            "PORT": "80 80", "PORTERO_ENV": "test", "SESSION_STORE": "redis:", "DATABASE_URL": "memory:",
            "LOG_LEVEL": "loud", "LOG_FORMAT": "xml", "ACCESS_LOG": "yes", "SESSION_SECRET": "a,,b",
            "BCRYPT_COST": "31",
        ])
        #expect(met.count == 9)
        #expect(met.contains("BCRYPT_COST is \"31\", expected a number from 4 to 14"))
        #expect(met.contains("PORT is \"80 80\", expected a number from 0 to 65535"))
        #expect(
            met.contains("DATABASE_URL is of a store that cannot keep this, expected sqlite:PATH or postgres://…"))
        for name in ["PORTERO_ENV", "SESSION_STORE", "LOG_LEVEL", "LOG_FORMAT", "ACCESS_LOG", "SESSION_SECRET"] {
            #expect(met.contains { $0.hasPrefix(name) })
        }
    }

    @Test func `proxies and origins are trusted that are listed, and none by default`() throws {
        let standard = try Settings([:], servesPages: false)
        #expect(standard.trustedProxies == .none && standard.trustedOrigins == .none)
        let settings = try Settings(
            [
                "TRUSTED_PROXIES": "loopback, 10.0.0.0/8",
                "TRUSTED_ORIGINS": "https://app.example.com, http://localhost:5173",
            ],
            servesPages: false)
        #expect(settings.trustedProxies.contains(try #require(IPAddress("10.1.2.3"))))
        #expect(settings.trustedOrigins.contains(try #require(Origin("https://app.example.com"))))
    }

    @Test func `of a list the faulty part is told`() {
        let met = faults([
            "TRUSTED_PROXIES": "loopback, 10.0.0.0/33", "TRUSTED_ORIGINS": "https://*.example.com",
            "SESSION_SECRET": "a",
        ])
        #expect(met.count == 2)
        #expect(met.first?.hasPrefix("TRUSTED_PROXIES has \"10.0.0.0/33\", expected an address") == true)
        #expect(met.last?.hasPrefix("TRUSTED_ORIGINS has \"https://*.example.com\", expected an origin") == true)
    }

    @Test func `a faulty secret is not told`() {
        #expect(faults(["SESSION_SECRET": "hunter2,"]).allSatisfy { !$0.contains("hunter2") })
    }

    @Test func `a store is named by its scheme`() throws {
        #expect(try StoreLocation("memory:") == .memory)
        #expect(try StoreLocation("sqlite:a/b.sqlite") == .sqlite(path: "a/b.sqlite"))
        #expect(try StoreLocation("redis://h/1") == .redis(RedisURL("redis://h/1")))
        #expect(try StoreLocation("rediss://h") == .redis(RedisURL("rediss://h")))
        for text in ["postgres://h/d", "postgresql://h/d"] {
            #expect(try StoreLocation(text) == .postgres(ConnectionString(text: text)))
        }
    }

    @Test(arguments: ["sqlite:", "memory", "memory:x", "mysql://hunter2@h", "redis://:hunter2@h:port", "redis:", ""])
    func `what names no store is refused, and not told`(text: String) {
        #expect(throws: StoreLocation.Malformed.self) { try StoreLocation(text) }
        for name in ["SESSION_STORE", "DATABASE_URL"] where !text.isEmpty {
            let met = faults([name: text], servesPages: false)
            #expect(met.count == 1 && !met[0].contains("hunter2") && met[0].hasPrefix(name), "\(met)")
        }
    }

    @Test(arguments: ["redis://:hunter2@h", "postgres://ana:hunter2@h/d?password=hunter2"])
    func `a location with a password prints without it`(text: String) throws {
        #expect(!"\(try StoreLocation(text))".contains("hunter2"))
    }
}
