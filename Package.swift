// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "portero",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Portero", targets: ["Portero"]),
        .library(name: "Sessions", targets: ["Sessions"]),
        .library(name: "HTTPCookies", targets: ["HTTPCookies"]),
        .library(name: "SignIn", targets: ["SignIn"]),
        .library(name: "EJSTemplates", targets: ["EJSTemplates"]),
        .library(name: "RedisStores", targets: ["RedisStores"]),
        .library(name: "SQLiteStores", targets: ["SQLiteStores"]),
        .library(name: "PostgresStores", targets: ["PostgresStores"]),
        .library(name: "Tokens", targets: ["Tokens"]),
        .library(name: "StoreTesting", targets: ["StoreTesting"]),
        .executable(name: "portero", targets: ["App"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibCrypt"),
        .target(name: "HTTPCookies", dependencies: [.crypto]),
        .target(name: "Sessions", dependencies: ["HTTPCookies", .crypto, .logging]),
        .target(
            name: "SignIn",
            dependencies: [
                .target(name: "CLibCrypt", condition: .when(platforms: [.linux])), "Sessions", "HTTPCookies", .crypto,
                .cryptoExtras, .httpTypes, .logging,
            ]),
        .target(name: "EJSTemplates"),
        .target(
            name: "RedisStores",
            dependencies: ["HTTPCookies", "Sessions", "SignIn", .crypto, .nioCore, .nioPosix, .nioSSL]),
        .target(name: "SQLiteStores", dependencies: ["HTTPCookies", "Sessions", "SignIn", .grdb]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "PostgresStores", dependencies: ["CLibPQ", "HTTPCookies", "Sessions", "SignIn", .crypto]),
        .target(
            name: "Portero",
            dependencies: [
                "EJSTemplates", "HTTPCookies", "Sessions", "SignIn", .crypto,
                .hummingbird, .hummingbirdCore, .httpTypes, .logging, .nioCore, .nioHTTP1, .nioHTTPTypes,
                .nioHTTPTypesHTTP1, .nioPosix, .serviceLifecycle,
            ]),
        .target(
            name: "Tokens",
            dependencies: [
                "HTTPCookies", "Portero", "Sessions", "SignIn", .asyncHTTPClient, .crypto, .hummingbird, .httpTypes,
                .jwtKit, .logging, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .serviceLifecycle,
            ]),
        .target(
            name: "SignOutExamples",
            dependencies: [
                "HTTPCookies", "Portero", "SignIn", "Sessions", "Tokens", .httpTypes, .hummingbird, .logging,
                .serviceLifecycle,
            ]),
        .executableTarget(
            name: "App",
            dependencies: [
                "EJSTemplates", "Portero", "PostgresStores", "RedisStores", "SQLiteStores", "SignOutExamples", "Tokens",
                .argumentParser, .httpTypes, .hummingbird, .logging, .nioCore, .serviceLifecycle, .unixSignals,
            ]),
        .executableTarget(name: "TemplateFuzz", dependencies: ["EJSTemplates"], exclude: ["render.cjs"]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "EJSTemplates", "HTTPCookies", "Portero", "PostgresStores", "ProcessTesting", "RedisStores",
                "SQLiteStores", "Sessions", "SignIn", "Tokens", .crypto, .httpTypes, .hummingbird, .logging, .nioCore,
            ]),
        .executableTarget(
            name: "Stress",
            dependencies: [
                "HTTPCookies", "Portero", "ProcessTesting", "SQLiteStores", "Sessions", .nioCore, .nioPosix,
            ]),
        .executableTarget(
            name: "Trials",
            dependencies: [
                "Portero", "PostgresStores", "ProcessTesting", "RedisStores", "SQLiteStores", .asyncHTTPClient, .grdb,
                .hummingbird, .logging, .nioCore, .nioHTTP1,
            ]),
        .executableTarget(
            name: "Interop",
            dependencies: [
                "Portero", "PostgresStores", "ProcessTesting", "RedisStores", .crypto, .httpTypes, .hummingbird,
                .logging, .serviceLifecycle,
            ],
            resources: [.copy("Apps/express.cjs")]),
        .target(name: "StoreTesting", dependencies: ["HTTPCookies", "Sessions", "SignIn", .logging]),

        .target(
            name: "ExpressFixtures", path: "Tests/ExpressFixtures", resources: [.copy("express-vectors.json")]),
        .testTarget(
            name: "HTTPCookiesTests", dependencies: ["ExpressFixtures", "HTTPCookies", "StoreTesting", .crypto],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SessionsTests",
            dependencies: ["ExpressFixtures", "HTTPCookies", "Sessions", "StoreTesting", .logging]),
        .testTarget(
            name: "SignInTests",
            dependencies: ["SignIn", "Sessions", "HTTPCookies", "StoreTesting", .crypto, .httpTypes, .logging],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "EJSTemplatesTests", dependencies: ["EJSTemplates"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "RedisStoresTests",
            dependencies: [
                "HTTPCookies", "ProcessTesting", "RedisStores", "Sessions", "SignIn", "StoreTesting", .nioCore,
                .nioPosix, .nioSSL,
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SQLiteStoresTests",
            dependencies: [
                "HTTPCookies", "ProcessTesting", "SQLiteStores", "Sessions", "SignIn", "StoreTesting", .grdb,
            ]),
        .testTarget(
            name: "PostgresStoresTests",
            dependencies: [
                "HTTPCookies", "PostgresStores", "ProcessTesting", "Sessions", "SignIn", "StoreTesting",
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "PorteroTests",
            dependencies: [
                "Portero", "HTTPCookies", "ProcessTesting", "StoreTesting", .httpTypes, .hummingbird,
                .hummingbirdTesting, .logging, .metrics, .metricsTestKit, .nioCore, .nioEmbedded, .nioHTTP1,
                .nioHTTPTypes, .nioHTTPTypesHTTP1, .nioPosix, .serviceLifecycle,
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "TokensTests",
            dependencies: [
                "HTTPCookies", "Portero", "ProcessTesting", "SQLiteStores", "Sessions", "SignIn", "StoreTesting",
                "Tokens", .asn1, .certificates, .crypto, .httpTypes, .hummingbird, .hummingbirdTesting, .jwtKit,
                .logging, .nioSSL,
            ]),
        .testTarget(
            name: "SignOutExamplesTests",
            dependencies: [
                "HTTPCookies", "Portero", "ProcessTesting", "SQLiteStores", "Sessions", "SignIn", "SignOutExamples",
                "StoreTesting", "Tokens", .crypto, .httpTypes, .hummingbird, .hummingbirdTesting, .logging, .nioCore,
            ]),
        .target(
            name: "ProcessTesting",
            dependencies: ["CLibPQ", .asn1, .certificates, .crypto, .nioCore, .nioPosix, .nioSSL, .unixSignals],
            path: "Tests/ProcessTesting"),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "Portero", "ProcessTesting", "RedisStores", "StoreTesting", .httpTypes, .hummingbird,
                .hummingbirdTesting, .logging,
            ]),
        .testTarget(
            name: "InteropTests",
            dependencies: ["Interop", "Portero", "ProcessTesting", "StoreTesting"]),
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "App", "Portero", "ProcessTesting", "SignOutExamples", .httpTypes, .hummingbird, .hummingbirdTesting,
                .logging, .nioCore,
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "TrialsTests", dependencies: ["ProcessTesting", "Trials"]),
        .testTarget(
            name: "DocExamples",
            dependencies: [
                "Portero", "PostgresStores", "RedisStores", "SQLiteStores", "Tokens", .httpTypes, .hummingbird,
                .hummingbirdTesting, .logging,
            ]),
    ]
)

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asn1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let certificates = product(name: "X509", package: "swift-certificates")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let jwtKit = product(name: "JWTKit", package: "jwt-kit")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let metricsTestKit = product(name: "MetricsTestKit", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")

    static func product(name: String, package: String) -> Target.Dependency {
        .product(name: name, package: package, condition: nil)
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}
