import Portero

/// How much later than it must a date may be: a step takes some time on a busy machine.
let allowance = Duration.seconds(30)

/// What must stand in the store after a step.
struct RecordCheck {
    let options: WalkOptions
    let values: Values
    /// When the request was sent.
    let since: Instant

    /// - Parameters:
    ///   - step: what was done.
    ///   - before: what stood under the cookie that was sent.
    ///   - after: what stands under the browser's cookie now.
    ///   - former: what stands under the cookie of before the last sign-in or sign-out.
    /// - Throws: ``Mismatch`` where anything but what was changed is not, byte for byte, as it was.
    func judge(_ step: Step, before: SessionRecord?, after: SessionRecord?, former: SessionRecord?) throws {
        try expect("what stands under the former id", former.map(\.text) ?? "nothing", "nothing")
        guard step.deed != .signout else { return }
        guard let after else { throw Mismatch(what: "record", met: "nothing", expected: "one") }
        guard let cookie = after.fields["cookie"] else {
            throw Mismatch(what: "record", met: after.text, expected: "a cookie in it")
        }
        try expect("record", after.text, "{\"cookie\":" + cookie.text + values.record + "}")
        if let before, leavesRecord(step.deed) { try expect("record that was only read", after.text, before.text) }
        try judge(cookie)
        try judge(after.expiry)
    }

    private func leavesRecord(_ deed: Step.Deed) -> Bool {
        deed == .unset || (deed == .read || deed == .touch) && !options.resave
    }

    private func judge(_ cookie: RawValue) throws {
        guard let maxAge = options.maxAge else {
            return try expect(
                "stored cookie", cookie.text, #"{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}"#)
        }
        let fields = cookie.fields
        let (age, date) = (fields?["originalMaxAge"]?.int ?? 0, fields?["expires"]?.string ?? "")
        try expect(
            "stored cookie", cookie.text,
            #"{"originalMaxAge":\#(age),"expires":"\#(date)","httpOnly":true,"path":"/"}"#)
        // Each of Express's touches may lose a millisecond.
        guard (maxAge.milliseconds - 100...maxAge.milliseconds).contains(Int64(age)) else {
            throw Mismatch(what: "originalMaxAge", met: "\(age)", expected: "\(maxAge.milliseconds)")
        }
        guard let expires = Instant(iso8601: date) else {
            throw Mismatch(what: "stored expires", met: date, expected: "a date")
        }
        try expectMoment("stored expires", expires, after: maxAge)
    }

    private func judge(_ expiry: Instant) throws {
        try expectMoment("expiry in the store", expiry, after: options.maxAge ?? WalkOptions.timeToLive)
    }

    /// Neither is touched at each step: Portero's touches are a minute apart, and Express's leave the JSON alone.
    private func expectMoment(_ what: String, _ moment: Instant, after life: Duration) throws {
        guard (since + (life - .seconds(61))...since + life + allowance).contains(moment) else {
            throw Mismatch(what: what, met: moment.iso8601, expected: "about " + (since + life).iso8601)
        }
    }
}

extension SessionRecord {
    var text: String { String(decoding: json, as: UTF8.self) }
}

/// What was met, and what was expected.
struct Mismatch: Error {
    let what, met, expected: String
}

/// - Throws: ``Mismatch`` where the two are not the same bytes.
func expect(_ what: String, _ met: String, _ expected: String) throws(Mismatch) {
    guard met.utf8.elementsEqual(expected.utf8) else { throw Mismatch(what: what, met: met, expected: expected) }
}

/// Two apps that do not agree: the end of the walk.
struct Disagreement: Error, CustomStringConvertible {
    let framework: Framework
    /// What was asked there, and what for.
    let request, what: String
    let walk: String
    let fault: Mismatch

    var description: String {
        """
        DISAGREEMENT at \(framework), \(request), "\(what)" (\(walk))
          \(fault.what)
          met       \(fault.met)
          expected  \(fault.expected)
        """
    }
}
