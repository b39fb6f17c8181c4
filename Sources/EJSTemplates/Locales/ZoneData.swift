import Foundation

extension LocalZone {
    /// The zone of a name in the tz database, `Europe/Madrid`; `nil` is the zone of the process.
    ///
    /// - Returns: `nil` when no zone has the name.
    init?(named name: String?) {
        guard let zone = name.map({ TimeZone(identifier: $0) }) ?? TimeZone.current else { return nil }
        let name = zone.identifier
        guard !["UTC", "Etc/UTC", "GMT"].contains(name) else {
            self = .utc
            return
        }
        self.init(
            offset: { Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0 / 1000))) * 1000 },
            name: { time in
                let isSummer = zone.isDaylightSavingTime(for: Date(timeIntervalSince1970: time / 1000))
                let style: NSTimeZone.NameStyle = isSummer ? .daylightSaving : .standard
                return zone.localizedName(for: style, locale: Locale(identifier: "en_US")) ?? name
            })
    }
}

extension LocalZone {
    /// The present moment in whole milliseconds from the start of 1970.
    @Sendable
    static func now() -> Double { (Date().timeIntervalSince1970 * 1000).rounded(.down) }
}
