/// What every rendering of a set of views shares.
final class Settings: Sendable {
    let limits: TemplateLimits
    let region: Region

    init(limits: TemplateLimits, region: Region) {
        self.limits = limits
        self.region = region
    }
}
