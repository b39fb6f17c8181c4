import ArgumentParser

/// `portero examples …`: small applications to try and to read.
struct Examples: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve an example.", subcommands: [SignOut.self])
}
