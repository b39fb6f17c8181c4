import Portero

/// What the session must hold: predicted from the steps alone, as JSON texts in the order in which they were stored.
struct Values: Hashable, Sendable {
    private(set) var list: [Member] = []
    /// What the last step showed.
    private(set) var shown: [String]?
    private var messages: [String] = []

    struct Member: Hashable, Sendable {
        let name: String
        var json: String
    }

    static let nobody = Values()

    mutating func take(_ deed: Step.Deed, at framework: Framework) {
        shown = nil
        switch deed {
        case .read, .touch, .unset: break
        case .signin:
            self = Values()
            set("loggedin", "true")
            set("name", #""Ana María""#)
            set("usrId", "42")
        case .count, .save: set("views", String((self["views"].flatMap { Int($0) } ?? 0) + 1))
        case .write: set(framework.rawValue, framework.written)
        case .forget: list.removeAll { Framework(rawValue: $0.name) != nil }
        case .say:
            messages.append("\"¡Hola!\"")
            set("flash", #"{"info":[\#(messages.joined(separator: ","))]}"#)
        case .show:
            (shown, messages) = (messages, [])
            set("flash", "{}")
        case .signout: self = Values()
        }
    }

    private subscript(name: String) -> String? { list.first { $0.name == name }?.json }

    private mutating func set(_ name: String, _ json: String) {
        if let place = list.firstIndex(where: { $0.name == name }) {
            list[place].json = json
        } else {
            list.append(Member(name: name, json: json))
        }
    }

    /// The members of the record behind `cookie`.
    var record: String { list.map { #","\#($0.name)":\#($0.json)"# }.joined() }

    /// What either app answers.
    var answer: String {
        let user = self["loggedin"] == "true" ? #""Ana María (42)""# : "null"
        let messages = shown.map { "[" + $0.joined(separator: ",") + "]" } ?? "null"
        return #"{"user":\#(user),"shown":\#(messages),"values":{\#(record.dropFirst())}}"#
    }
}

/// What must become of the browser's cookie.
enum CookieDue: Hashable, Sendable {
    case none, session, expired

    /// The rules of express-session 1.19, `shouldSetCookie`; that Portero expires the cookie at sign-out is the one
    /// difference.
    ///
    /// - Parameters:
    ///   - step: what is done.
    ///   - isChange: whether it changes a value of the browser's session.
    ///   - framework: where.
    ///   - options: of both apps.
    init(_ step: Step, isChange: Bool, at framework: Framework, _ options: WalkOptions) {
        switch (step.deed, step.who) {
        case (.signin, _): self = .session
        case (.unset, _): self = .none
        case (.signout, _): self = framework == .portero ? .expired : .none
        case (_, .stranger), (_, .latecomer): self = options.saveUninitialized ? .session : .none
        case (_, .browser): self = options.rolling || isChange && options.maxAge != nil ? .session : .none
        }
    }
}
