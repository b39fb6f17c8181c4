/// What every rendering of a set of views shares.
final class Settings: Sendable {
    let limits: TemplateLimits
    /// The functions of the app, as the language's own.
    let functions: [String: Builtin]
    let locale: String
    let timeZone: String?
    let layout: String?
    let environment: [String: String]

    init(_ settings: TemplateSettings) {
        limits = settings.limits
        functions = Dictionary(
            uniqueKeysWithValues: settings.functions.map { ($0.key, $0.value.builtin(named: $0.key)) })
        locale = settings.locale
        timeZone = settings.timeZone
        layout = settings.layout
        environment = settings.environment
    }
}
