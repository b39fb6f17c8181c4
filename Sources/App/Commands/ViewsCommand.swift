import ArgumentParser
import EJSTemplates

/// `portero views`: what is wrong with a folder of views, before it is served.
struct ViewsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "views", abstract: "Check a folder of EJS views.", subcommands: [Check.self, Coverage.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name every error and every risky place; the status is 1 when a view does not load.")

        @Argument(help: "The folder of the EJS views.")
        var folder = "Views"

        @Flag(help: "Let warnings end with status 1 as well.")
        var strict = false

        func run() throws {
            let report = try ViewsReport(folder: folder)
            print(report.findings)
            guard report.errors.isEmpty, !strict || report.warnings.isEmpty else { throw ExitCode.failure }
        }
    }

    struct Coverage: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count how many views of an Express app would load here, and what stops the others.")

        @Argument(help: "The folder of the EJS views.")
        var folder: String

        func run() throws { print(try ViewsReport(folder: folder).coverage) }
    }
}
