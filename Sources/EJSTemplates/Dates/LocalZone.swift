/// The time zone that dates are shown in, and read in where they name none.
struct LocalZone: Sendable {
    /// How many milliseconds local time is ahead at a moment.
    let offset: @Sendable (_ time: Double) -> Double
    /// What the zone is called in English at a moment: `Central European Standard Time`.
    let name: @Sendable (_ time: Double) -> String

    /// What it is called in short: `CET`, or `GMT+1`.
    let abbreviation: @Sendable (_ time: Double) -> String

    /// The zone without an offset.
    static let utc = LocalZone(
        offset: { _ in 0 }, name: { _ in "Coordinated Universal Time" }, abbreviation: { _ in "UTC" })

    /// What calendar and clock show at a moment.
    func local(_ time: Double) -> Double { time + offset(time) }

    /// The moment at which calendar and clock show this.
    ///
    /// Of two such moments the first; where clocks skip it, as if they had not yet.
    /// Source: ECMA-262, 21.4.1.26 `UTC`.
    func time(local: Double) -> Double {
        guard local.isFinite else { return .nan }
        let before = offset(local - CivilTime.millisecondsADay)
        let after = offset(local + CivilTime.millisecondsADay)
        if before == after || offset(local - before) == before { return local - before }
        return offset(local - after) == after ? local - after : local - before
    }
}
