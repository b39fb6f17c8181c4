/// Where a page is read: what its dates and numbers look like.
///
/// Node takes both from the machine it runs on; here they are the app's to say, so that a page is the same everywhere.
public struct TemplateRegion: Sendable {
    /// The language tag of `toLocaleString` and its like where a view names none: `es-MX`.
    public var locale: String
    /// The zone in the tz database in which dates are shown, and read where they name none: `Europe/Madrid`.
    public var timeZone: String

    /// Makes a region; Node on a server has these two in most cases.
    public init(locale: String = "en-US", timeZone: String = "UTC") {
        self.locale = locale
        self.timeZone = timeZone
    }
}

/// A region with what is known of its zone, and the clock.
struct Region: Sendable {
    let locale: String
    let zone: LocalZone
    /// The present moment in milliseconds from the start of 1970.
    let now: @Sendable () -> Double

    /// - Throws: When there is no zone of the name.
    init(_ region: TemplateRegion) throws(TemplateLoadError) {
        guard let zone = LocalZone(named: region.timeZone) else {
            let message = "there is no time zone \"\(region.timeZone)\""
            throw TemplateLoadError(errors: [
                TemplateError(file: "TemplateRegion", message: message, hint: "write one as \"Europe/Madrid\"")
            ])
        }
        locale = region.locale
        self.zone = zone
        now = LocalZone.now
    }
}
