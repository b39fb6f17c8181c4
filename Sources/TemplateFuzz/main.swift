import Foundation

// Compares our engine with the real EJS on views made at random: TemplateFuzz [CASES] [SEED] [FIRST].

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let fuzzer = Fuzzer(
    cases: arguments.first ?? 1000, seed: arguments.dropFirst().first ?? 1, first: arguments.dropFirst(2).first ?? 0)
exit(try fuzzer.run() ? 0 : 1)
