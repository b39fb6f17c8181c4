import Foundation
import Testing

/// What express-session did in every case of a product; `record.cjs` beside the fixture recorded it.
struct ExpressMatrix: Sendable {
    /// Of Node and its packages, by name.
    let versions: [String: String]
    /// How many cases the recorder wrote.
    let count: Int
    /// Where the clock stood, in milliseconds.
    let now: Int64
    let secrets: [String]
    /// The `Cookie` field of the request.
    let requests: [ExpressCase.Cookie.RawValue: String?]
    /// What the store held under `known`.
    let records: [ExpressCase.MaxAge.RawValue: ExpressOutcome.Stored]
    let outcomes: [ExpressCase: ExpressOutcome]

    /// - Throws: also where a choice has no name in ``ExpressCase``.
    static func load() throws -> ExpressMatrix {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/express/matrix", withExtension: "json"))
        return try JSONDecoder().decode(ExpressMatrix.self, from: Data(contentsOf: file))
    }
}

extension ExpressMatrix: Decodable {
    private enum CodingKeys: CodingKey {
        case versions, count, now, secrets, requests, records, outcomes, cases
    }

    /// A case, and the place of its outcome.
    private struct Row: Decodable {
        let choices: ExpressCase
        let outcome: Int

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            choices = try ExpressCase(from: &row)
            outcome = try row.decode(Int.self)
        }
    }

    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: CodingKeys.self)
        versions = try page.decode([String: String].self, forKey: .versions)
        count = try page.decode(Int.self, forKey: .count)
        now = try page.decode(Int64.self, forKey: .now)
        secrets = try page.decode([String].self, forKey: .secrets)
        requests = try page.decode([String: String?].self, forKey: .requests)
        records = try page.decode([String: ExpressOutcome.Stored].self, forKey: .records)
        let list = try page.decode([ExpressOutcome].self, forKey: .outcomes)
        let pairs = try page.decode([Row].self, forKey: .cases).map { ($0.choices, list[$0.outcome]) }
        outcomes = Dictionary(pairs) { first, _ in first }
    }
}

/// One case: what the browser sent, how the middleware was set up, and what the handler did.
struct ExpressCase: Hashable, Sendable, CustomStringConvertible {
    enum Cookie: String, Decodable, CaseIterable {
        case none, valid, stale
        case badSignature = "bad signature"
        case oldSecret = "old secret"
    }

    enum Unset: String, Decodable, CaseIterable {
        case keep, destroy
    }

    enum MaxAge: String, Decodable, CaseIterable {
        case none, set
    }

    /// The names are the recorder's, which says what each does in Express.
    enum Action: String, Decodable, CaseIterable {
        case nothing, set, remove, unset, regenerate, destroy, save, reload, touch, maxAge, sameSite
        case setTheSame = "set the same"
        case regenerateThenSet = "regenerate, set"
        case setThenRegenerate = "set, regenerate"
        case setThenDestroy = "set, destroy"
        case setThenSave = "set, save"
        case setThenSaveThenSet = "set, save, set"
        case regenerateThenSetThenSave = "regenerate, set, save"
        case setThenReload = "set, reload"
        case setThenMaxAge = "set, maxAge"
        case setThenSameSite = "set, sameSite"
        case fail = "throw"
        case setThenFail = "set, throw"
        case setThenRefuse = "set, throw 404"
    }

    /// How many there are.
    static let product =
        Cookie.allCases.count * 2 * 2 * 2 * Unset.allCases.count * MaxAge.allCases.count * Action.allCases.count

    let cookie: Cookie
    var resave, saveUninitialized, rolling: Bool
    var unset: Unset
    let maxAge: MaxAge
    var action: Action

    /// Takes a row's choices, in the columns' order.
    init(from row: inout any UnkeyedDecodingContainer) throws {
        cookie = try row.decode(Cookie.self)
        resave = try row.decode(Bool.self)
        saveUninitialized = try row.decode(Bool.self)
        rolling = try row.decode(Bool.self)
        unset = try row.decode(Unset.self)
        maxAge = try row.decode(MaxAge.self)
        action = try row.decode(Action.self)
    }

    /// Whether the store has the session.
    var isLoaded: Bool { cookie == .valid || cookie == .oldSecret }

    var description: String {
        """
        \(cookie.rawValue) cookie, \(action.rawValue): resave \(resave), saveUninitialized \(saveUninitialized), \
        rolling \(rolling), unset \(unset.rawValue), maxAge \(maxAge.rawValue)
        """
    }
}

/// What a request left: in the response, and in the store.
struct ExpressOutcome: Decodable, Hashable, Sendable {
    let status: Int
    /// The `Set-Cookie` lines.
    var setCookie: [String]
    var calls: [Call]
    /// The records afterwards, by id.
    var after: [String: Stored]

    /// A record and the moment at which the store forgets it, in milliseconds.
    struct Stored: Decodable, Hashable, Sendable {
        let json: String
        let expires: Int64
    }

    /// One call of the store, by Express's name for it.
    struct Call: Decodable, Hashable, Sendable {
        let name, id: String
        /// What is to be stored, of a `set`.
        ///
        /// A `touch` is given the session too, of which a store takes the expiry: that shows in the record afterwards.
        let json: String?

        init(_ name: String, _ id: String, json: String? = nil) {
            self.name = name
            self.id = id
            self.json = json
        }

        init(from decoder: any Decoder) throws {
            var call = try decoder.unkeyedContainer()
            name = try call.decode(String.self)
            id = try call.decode(String.self)
            json = name == "set" ? try call.decode(String.self) : nil
        }
    }
}
