import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Portero

/// `portero serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the app until SIGTERM or SIGINT.")

    @Option(help: "The address to listen on; before HOST.")
    var host: String?

    @Option(help: "The port to listen on, 0 for a free one; before PORT.")
    var port: Int?

    @Option(help: "The folder of the EJS views.")
    var views = "Views"

    @Option(name: .customLong("public"), help: "The folder of the files that everybody may read.")
    var publicFolder = "Public"

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port is \(port), expected a number from 0 to 65535")
        }
    }

    func run() async throws {
        var settings = try Settings(ProcessInfo.processInfo.environment, servesPages: true)
        settings.host = host ?? settings.host
        settings.port = port ?? settings.port
        if settings.secrets.isEmpty {
            settings.secrets = [try PrivateFile.text(at: "var/session-secret") { .random(length: 48) }]
        }
        let server = try await Server(settings, views: views, publicFolder: publicFolder)
        try await server.run()
    }
}
