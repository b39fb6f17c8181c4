import HTTPTypes
import Logging
import Portero
import SignOutExamples
import StoreTesting
import Testing

@Suite("The five sign-out systems keep their contracts, byte for byte") struct SignOutTableTests {
    /// A cell that can be tested.
    struct Case: Sendable, CustomTestStringConvertible {
        let subject: Subject
        let row: Row
        let expectation: Expectation

        var testDescription: String { "\(subject): \(row.rawValue)" }
    }

    static let cases: [Case] = Row.allCases.flatMap { row in
        Subject.all.compactMap { subject in
            guard case .applies(let expectation, _) = subject.cell(row) else { return nil }
            return Case(subject: subject, row: row, expectation: expectation)
        }
    }

    @Test(arguments: cases)
    func `each system answers each row as its contract says, with its effects (promise 1)`(it: Case) async throws {
        for act in try it.row.acts(on: it.subject) {
            let outcome = try await Performance(it.subject, it.row, act).outcome()
            expectAnswers(outcome, it, act)
            expectEvents(outcome, it, act)
            expectEffects(outcome, it, act)
        }
    }

    private func expectAnswers(_ outcome: Outcome, _ it: Case, _ act: Act) {
        let expected = it.expectation
        #expect(outcome.answers.count == act.count)
        for answer in outcome.answers {
            #expect(answer.status == expected.status, "\(act)")
            #expect(answer.headers[values: .cacheControl] == ["no-store"], "\(act)")
            #expect(answer.headers[values: .location] == expected.location.map { [$0] } ?? [], "\(act)")
            #expect(answer.headers[values: .allow] == expected.allow.map { [$0] } ?? [], "\(act)")
            #expect(answer.sharing == expected.sharing, "\(act)")
            #expect([expected.cookies, expected.lateCookies ?? expected.cookies].contains(answer.cookies), "\(act)")
            expectBody(answer, it, act)
        }
        #expect(outcome.answers.contains { $0.cookies == expected.cookies }, "\(act)")
        #expect((outcome.preflight == nil) == (expected.preflight == nil))
        guard let preflight = outcome.preflight else { return }
        #expect(preflight.status == (expected.preflight == Shared.preflight ? 204 : 405))
        #expect(preflight.sharing == expected.preflight)
        #expect(preflight.headers[values: .cacheControl] == ["no-store"])
        #expect(preflight.cookies == [])
    }

    private func expectBody(_ answer: Answer, _ it: Case, _ act: Act) {
        let isHead = act.method == .head
        switch it.expectation.body {
        case .exactly(let text):
            #expect(Array(answer.body.utf8) == Array(isHead ? "".utf8 : text.utf8), "\(act)")
            #expect(answer.headers[.contentLength] == "\(text.utf8.count)", "\(act)")
            guard !text.isEmpty else { return }
            #expect(answer.headers[values: .contentType] == ["application/json; charset=utf-8"], "\(act)")
        case .error:
            let type = it.subject.system == .vlife ? "text/html" : "application/json"
            #expect(answer.headers[values: .contentType] == ["\(type); charset=utf-8"], "\(act)")
            #expect(answer.body.isEmpty == isHead, "\(act)")
        }
    }

    private func expectEvents(_ outcome: Outcome, _ it: Case, _ act: Act) {
        let expected = it.expectation
        #expect(outcome.events.count == (expected.steps == nil ? 0 : act.count), "\(act)")
        #expect(outcome.lines.count { $0.text == "sign-out" && $0.level == .notice } == outcome.events.count)
        for event in outcome.events {
            #expect(event.status == expected.status)
            #expect(event.route == it.subject.routes.signOut)
            #expect(event.time == outcome.moment)
            let steps = event.steps.map(\.outcome.text)
            if act.count == 1 {
                #expect(steps == expected.steps, "\(act)")
                #expect(event.user == (expected.namesUser ? Stage.ana.usrId : nil), "\(act)")
            } else {
                #expect(steps.count == expected.steps?.count && event.isComplete)
            }
        }
        if let steps = expected.steps {
            #expect(outcome.events.contains { $0.steps.map(\.outcome.text) == steps }, "\(act)")
        }
        #expect(outcome.loudest == expected.loudest, "\(act)")
        #expect(outcome.leaks == [], "\(act)")
    }

    private func expectEffects(_ outcome: Outcome, _ it: Case, _ act: Act) {
        let expected = it.expectation
        #expect(outcome.left == expected.left, "\(act)")
        let isDone = it.subject.system == .vlife && expected.loudest == .error
        #expect(outcome.leftAtLast == (isDone ? 0 : expected.left), "\(act)")
        let handedOn = outcome.shownRefresh.map { "refreshToken=\($0)" } ?? "nothing"
        #expect(outcome.handedOn == Array(repeating: handedOn, count: expected.handedOn), "\(act)")
        #expect(outcome.own == expected.own, "\(act)")
        for copies in outcome.copies { #expect(copies == expected.copies, "\(act)") }
        #expect(outcome.bystander == .everything, "\(act)")
    }
}

extension SignOutEvent.Outcome {
    /// Without why it failed.
    fileprivate var text: String {
        switch self {
        case .done: "done"
        case .skipped(let reason): "skipped: \(reason)"
        case .ignored: "ignored"
        case .failed: "failed"
        }
    }
}

extension Outcome {
    fileprivate var loudest: Loudness {
        if lines.contains(where: { $0.level >= .error }) { return .error }
        return lines.contains { $0.level == .warning } ? .warning : .quiet
    }
}
