import HTTPTypes
import SignIn
import SignOutExamples

/// What stands in a column of the table: a system, as it is by default or as an option has it.
struct Subject: Hashable, Sendable, CustomStringConvertible {
    let system: SignOutSystem
    var revokes = false

    static let all = SignOutSystem.allCases.flatMap { system in
        [Subject(system: system)] + (system == .sociapp ? [Subject(system: system, revokes: true)] : [])
    }

    var description: String { system.rawValue + (revokes ? "+revoking" : "") }

    /// What the contract says of a row.
    func cell(_ row: Row) -> Cell {
        switch (system, revokes) {
        case (.vlife, _): VLifeContract.cell(row)
        case (.demet, _): DemetContract.cell(row)
        case (.sociapp, false): SociAppContract.cell(row)
        case (.sociapp, true): RevokingSociAppContract.cell(row)
        case (.judicial, _): JudicialContract.cell(row)
        case (.database, _): DatabaseContract.cell(row)
        }
    }
}

/// Where a system's routes stand and what its cookies are called, as the contract says.
struct Routes: Sendable {
    let method: HTTPRequest.Method
    let signOut: String
    let signIn: String
    let refresh: String?
    let protected: String
    /// The cookie of the session or the access token; `nil`: that is a bearer's.
    let accessCookie: String?
    let refreshCookie: String?
}

extension Subject {
    var routes: Routes {
        switch system {
        case .vlife:
            Routes(
                method: .get, signOut: "/auth/logout", signIn: "/auth/signin", refresh: nil, protected: "/me",
                accessCookie: "connect.sid", refreshCookie: nil)
        case .demet:
            Routes(
                method: .get, signOut: "/intern/logout", signIn: "/intern/login", refresh: "/intern/refresh",
                protected: "/intern/me", accessCookie: "access_token", refreshCookie: "refresh_token")
        case .sociapp:
            Routes(
                method: .post, signOut: "/auth/logout", signIn: "/auth/login", refresh: "/auth/refresh",
                protected: "/me", accessCookie: nil, refreshCookie: "refresh_token")
        case .judicial:
            Routes(
                method: .post, signOut: "/api/auth/logout", signIn: "/api/auth/login", refresh: "/api/auth/refresh",
                protected: "/api/me", accessCookie: nil, refreshCookie: "refreshToken")
        case .database:
            Routes(
                method: .post, signOut: "/auth/logout", signIn: "/auth/login", refresh: "/auth/refresh",
                protected: "/me", accessCookie: "accessToken", refreshCookie: "refreshToken")
        }
    }
}
