/// How a set of views is read and rendered; fixed when the views are loaded, and never taken from data.
public struct TemplateSettings: Sendable {
    /// The bounds of reading and rendering.
    public var limits: TemplateLimits
    /// The functions of the app that views can call, by their names: `money`, or `i18n.t`.
    public var functions: [String: TemplateFunction]
    /// The locale of `toLocaleString()` and its like where a view names none: `en-US`.
    public var locale: String
    /// The time zone of dates: `Europe/Madrid`; `nil` is the zone of the process.
    public var timeZone: String?

    /// The view that is put around every page that asks for none itself, as express-ejs-layouts does.
    public var layout: String?
    /// What views read as `process.env.NAME`; a name that is not here is refused when views are loaded.
    public var environment: [String: String]

    /// Makes settings; what is not given is as in Node, but for the bounds.
    public init(
        limits: TemplateLimits = TemplateLimits(), functions: [String: TemplateFunction] = [:],
        locale: String = "en-US", timeZone: String? = nil, layout: String? = nil, environment: [String: String] = [:]
    ) {
        self.limits = limits
        self.functions = functions
        self.locale = locale
        self.timeZone = timeZone
        self.layout = layout
        self.environment = environment
    }
}
