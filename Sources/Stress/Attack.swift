/// One way to wear a server down, and what the server may do about it.
struct Attack: Sendable {
    let name: String
    var connections = 64
    /// From how many addresses they come.
    var addresses = 1
    var manner = Manner()
    /// How long the server may keep one of the connections; `nil`: they end by themselves.
    var patience: Duration?
    /// How many the server lets in; `nil`: all.
    var admitted: Int?
    /// The most memory that it may cost, in megabytes.
    var megabytes = 400
    /// What it may answer; where there is something, it must answer.
    var answers: Set<Int> = []
}
