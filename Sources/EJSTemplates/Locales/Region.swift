/// Where and when a page is read: what dates and numbers look like there.
struct Region: Sendable {
    /// A language tag: `es-MX`.
    let locale: String
    let zone: LocalZone
    /// The present moment in milliseconds from the start of 1970.
    let now: @Sendable () -> Double

    /// - Throws: When there is no time zone of the name.
    init(locale: String, timeZone: String?) throws(TemplateLoadError) {
        guard let zone = LocalZone(named: timeZone) else {
            let message = "there is no time zone \"\(timeZone ?? "")\""
            throw TemplateLoadError(errors: [
                TemplateError(file: "TemplateSettings", message: message, hint: "write one as \"Europe/Madrid\"")
            ])
        }
        self.locale = locale
        self.zone = zone
        now = LocalZone.now
    }
}
