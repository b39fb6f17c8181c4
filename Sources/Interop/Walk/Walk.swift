import Foundation
import Portero
import ProcessTesting

/// An app that a walk asks.
struct Stop: Sendable {
    let framework: Framework
    let server: LocalServer
}

/// One browser's way to and fro between two apps that share a store.
struct Walk {
    let here: Stop
    let there: Stop
    let options: WalkOptions
    let bridge: any Bridge
    /// Is told of each step that went as it must.
    let tell: (String) -> Void

    private let signer: CookieSigner
    private var values = Values.nobody
    private var cookie: SetSession?
    private var formerCookie: SetSession?

    init(
        from here: Stop, to there: Stop, _ options: WalkOptions, over bridge: any Bridge,
        tell: @escaping (String) -> Void
    ) throws {
        (self.here, self.there, self.options, self.bridge, self.tell) = (here, there, options, bridge, tell)
        signer = try CookieSigner(secrets: WalkOptions.secrets)
    }

    /// Goes all steps.
    ///
    /// - Throws: ``Disagreement`` at the first step that ends otherwise than it must.
    mutating func go() async throws {
        for step in Step.all {
            do {
                try await go(step)
            } catch let fault as Mismatch {
                throw Disagreement(
                    framework: stop(step).framework, request: step.deed.request, what: step.what, walk: description,
                    fault: fault)
            }
        }
    }

    var description: String { "\(here.framework) → \(there.framework), \(options)" }

    private func stop(_ step: Step) -> Stop {
        switch step.side {
        case .here: here
        case .there: there
        }
    }

    private mutating func go(_ step: Step) async throws {
        let stop = stop(step)
        let sent = sentCookie(step.who)
        let before = try await record(of: sent)
        let start = SystemClock().now()
        let answer = try await stop.server.send(
            step.deed.method, step.deed.path, headers: sent.map { ["Cookie": "theme=dark; \($0.pair)"] } ?? [:])
        let valuesBefore = values.record
        if step.who == .browser { values.take(step.deed, at: stop.framework) }
        let due = CookieDue(step, isChange: values.record != valuesBefore, at: stop.framework, options)
        let given = try judge(answer, step, due, sent, since: start)
        if step.who == .browser {
            advance(step.deed, due, given)
            let check = RecordCheck(options: options, values: values, since: start)
            try await check.judge(step, before: before, after: record(of: cookie), former: record(of: formerCookie))
        }
        tell(line(step, stop.framework, due, given))
    }

    private func sentCookie(_ who: Step.Who) -> SetSession? {
        switch who {
        case .browser: cookie
        case .stranger: nil
        case .latecomer: formerCookie
        }
    }

    private func record(of cookie: SetSession?) async throws -> SessionRecord? {
        guard let cookie else { return nil }
        return try await bridge.stored(cookie.id)
    }

    /// What a browser does; it keeps the cookie of a session that Express has destroyed.
    private mutating func advance(_ deed: Step.Deed, _ due: CookieDue, _ given: SetSession?) {
        if deed == .signin || deed == .signout { formerCookie = cookie }
        switch due {
        case .none: break
        case .expired: cookie = nil
        case .session: cookie = given
        }
    }

    private func line(_ step: Step, _ framework: Framework, _ due: CookieDue, _ given: SetSession?) -> String {
        let request = step.deed.request.padding(toLength: 13, withPad: " ", startingAt: 0)
        let what = step.what.padding(toLength: 42, withPad: " ", startingAt: 0)
        let cookie = given.map { "\($0.id) \($0.attributes)" } ?? (due == .expired ? "expired" : "–")
        return "  \(framework)  \(request)  \(what)  \(cookie)"
    }
}

extension Walk {
    /// Status, body and cookie.
    ///
    /// - Returns: the cookie that the browser got; `nil`: none.
    private func judge(
        _ answer: LocalServer.Answer, _ step: Step, _ due: CookieDue, _ sent: SetSession?, since start: Instant
    ) throws -> SetSession? {
        try expect("status", "\(answer.status)", "200")
        let seen = step.who == .browser ? values.answer : Values.nobody.answer
        try expect("answer", answer.text, step.deed.endsSession ? "{}" : seen)
        let lines = answer.headers.filter { $0.name == "set-cookie" }.map(\.value)
        switch due {
        case .none:
            try expect("Set-Cookie", "\(lines)", "[]")
            return nil
        case .expired:
            try expect(
                "Set-Cookie", "\(lines)", #"["connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"]"#)
            return nil
        case .session:
            try expect("number of Set-Cookie lines", "\(lines.count)", "1")
            let given = try SetSession(lines.first ?? "", signer)
            try expect("attributes of the cookie", given.attributesWithoutDate, "Path=/; HttpOnly")
            try expectDate(given.expires, in: options.maxAge, since: start)
            let isNew = step.deed == .signin || step.who != .browser
            try expect("whether the id is a new one", "\(given.id != sent?.id)", "\(isNew)")
            return given
        }
    }

    private func expectDate(_ date: String?, in maxAge: Duration?, since start: Instant) throws {
        // A Set-Cookie date has whole seconds.
        let dates = maxAge.map { age in
            (0...Int(allowance / .seconds(1))).map { (start + age + .seconds($0)).imfFixdate }
        }
        guard let date, let dates else { return try expect("Expires", date ?? "none", dates?.first ?? "none") }
        if !dates.contains(date) { throw Mismatch(what: "Expires", met: date, expected: "from \(dates[0]) on") }
    }
}
