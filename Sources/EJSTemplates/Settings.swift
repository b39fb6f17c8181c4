/// What every rendering of a set of views shares.
final class Settings: Sendable {
    let limits: TemplateLimits
    /// The functions of the app, as the language's own.
    let functions: [String: Builtin]
    let region: Region
    let layout: String?
    let environment: [String: String]

    /// - Throws: When there is no time zone of the settings' name.
    init(_ settings: TemplateSettings) throws(TemplateLoadError) {
        limits = settings.limits
        functions = Dictionary(
            uniqueKeysWithValues: settings.functions.map { ($0.key, $0.value.builtin(named: $0.key)) })
        region = try Region(locale: settings.locale, timeZone: settings.timeZone)
        layout = settings.layout
        environment = settings.environment
    }
}
