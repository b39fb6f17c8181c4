import ArgumentParser

@main
struct PorteroCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portero",
        abstract: "A server-rendered app whose users sign in and out.",
        version: "0.1.0",
        subcommands: [Serve.self, Users.self, Render.self, ViewsCommand.self, Examples.self])
}
