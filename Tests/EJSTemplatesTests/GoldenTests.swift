import EJSTemplates
import Testing

@Suite("Views answer as the real EJS did")
struct GoldenTests {
    @Test func `the recorded cases are all there`() {
        #expect(Golden.all.count == 127)
    }

    @Test(arguments: Golden.cases { ["L1", "L2"].contains($0.tier) && $0.isOutput })
    func `a view inside the subset prints the same bytes`(golden: Golden) throws {
        guard case .output(let expected) = golden.answer else { return }
        #expect(try golden.render() == expected)
    }

    @Test(arguments: Golden.cases { $0.group == "prototype" })
    func `nothing is inherited`(golden: Golden) throws {
        #expect(try golden.render() == (golden.template.contains("===") ? "true" : ""))
    }

    @Test(arguments: Golden.cases { ["load-error", "must-refuse", "include-confine"].contains($0.group) })
    func `what EJS cannot read and what nobody should is refused when views are loaded`(golden: Golden) {
        #expect(throws: TemplateLoadError.self) { try golden.load() }
    }

    @Test(arguments: Golden.cases { $0.group == "must-refuse" })
    func `a refusal says what to write instead`(golden: Golden) throws {
        let error = try #require(golden.error)
        #expect(error.hint?.isEmpty == false)
    }

    @Test(arguments: Golden.cases { ["L1", "L2"].contains($0.tier) && $0.isRuntimeFailure })
    func `a fault while rendering is of the same kind and at the same line`(golden: Golden) throws {
        guard case .failure(let message) = golden.answer else { return }
        let error = try #require(golden.error)
        let kind = try #require(FaultKind.all.first { message.lowercased().contains($0) })
        #expect(error.message.lowercased().contains(kind))
        #expect(error.line == 1)
        #expect(error.file == "Views/" + (message.contains("partials/item.ejs") ? "partials/item.ejs" : "main.ejs"))
    }

    @Test func `a view of a later tier prints the same bytes or is refused with a message`() throws {
        var counts = (equal: 0, refused: 0)
        for golden in Golden.cases({ ["L3", "R1", "R2"].contains($0.tier) }) {
            guard case .output(let expected) = golden.answer else { continue }
            if let error = golden.error {
                #expect(!error.message.isEmpty && error.line > 0, "\(golden.testDescription)")
                counts.refused += 1
            } else {
                #expect(try golden.render() == expected, "\(golden.testDescription)")
                counts.equal += 1
            }
        }
        print("later tiers: \(counts.equal) equal, \(counts.refused) refused")
    }
}

private enum FaultKind {
    static let all = ["is not defined", "cannot read properties", "is not a function", "is not iterable"]
}

extension Golden {
    fileprivate var isOutput: Bool {
        guard case .output = answer else { return false }
        return true
    }

    fileprivate var isRuntimeFailure: Bool {
        guard case .failure = answer else { return false }
        return group != "load-error"
    }
}
