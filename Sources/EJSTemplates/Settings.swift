/// What every rendering of a set of views shares.
final class Settings: Sendable {
    let limits: TemplateLimits

    init(limits: TemplateLimits) { self.limits = limits }
}
