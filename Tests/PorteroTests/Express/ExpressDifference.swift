/// What ours does otherwise on purpose, each counted on the page "Differences from Express".
enum ExpressDifference: String, CaseIterable {
    case destroyedOnce = "a destroyed session is destroyed once, whatever `unset` says"
    case cookieExpires = "destroying expires the browser's cookie"
    case nothingToDestroy = "a session that began with this request is not destroyed in the store"
    case nothingToReload = "a session that began with this request is not looked for in the store"
    case cookieIsChange = "a changed cookie attribute is a change"
    case savedIsTold = "a new session that is saved is told to the browser"
    case saveIsFresh = "a save writes a fresh expiry, and the end of the request does not touch"
    case savedOnce = "a saved renewal is not written again at the end of the request"
    case errorStoresNothing = "an error of 500 or more stores nothing"
}

extension ExpressMatrix {
    /// What ours does in a case: what Express does, but for the differences.
    func expected(_ row: ExpressCase) -> ExpressOutcome? {
        row.differences.reduce(outcomes[row]) { outcome, difference in
            outcome.flatMap { edit($0, of: row, by: difference) }
        }
    }

    /// Most differences are what Express does in another case.
    private func edit(
        _ outcome: ExpressOutcome, of row: ExpressCase, by difference: ExpressDifference
    ) -> ExpressOutcome? {
        var row = row
        switch difference {
        case .destroyedOnce: row.unset = .keep
        case .cookieIsChange: row.noteCookieChange()
        case .savedIsTold: row.saveUninitialized = true
        case .saveIsFresh where row.action == .setThenSave: row.action = .set
        case .saveIsFresh where row.action == .save:
            row.action = .nothing
            row.resave = true
        case .cookieExpires, .nothingToDestroy, .nothingToReload, .saveIsFresh, .savedOnce, .errorStoresNothing:
            return edited(outcome, of: row, by: difference)
        }
        return outcomes[row]
    }

    private func edited(
        _ outcome: ExpressOutcome, of row: ExpressCase, by difference: ExpressDifference
    ) -> ExpressOutcome {
        var outcome = outcome
        switch difference {
        case .cookieExpires:
            outcome.setCookie = ["connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"]
        case .nothingToDestroy: outcome.calls.removeAll { $0.name == "destroy" && $0.id == "made1" }
        case .nothingToReload: outcome.calls.removeAll { $0.name == "get" && $0.id == "made1" }
        case .saveIsFresh: outcome.calls[1] = freshSave(row) ?? outcome.calls[1]
        case .savedOnce: outcome.calls.removeLast()
        case .errorStoresNothing:
            outcome.setCookie = []
            outcome.calls.removeAll { $0.name != "get" }
            outcome.after = records[row.maxAge.rawValue].map { ["known": $0] } ?? [:]
        case .destroyedOnce, .cookieIsChange, .savedIsTold: break
        }
        return outcome
    }

    /// The write of a case that only sets.
    private func freshSave(_ row: ExpressCase) -> ExpressOutcome.Call? {
        var row = row
        row.action = .set
        return outcomes[row]?.calls.last
    }
}

extension ExpressCase {
    /// Why ours differs in this case, in the order in which to apply them; none: it must not.
    var differences: [ExpressDifference] {
        isLoaded ? differencesOfLoaded : differencesOfNew
    }

    private var differencesOfLoaded: [ExpressDifference] {
        switch action {
        case .nothing, .set, .setTheSame, .remove, .touch, .reload, .setThenReload: []
        case .regenerate, .regenerateThenSet, .setThenRegenerate: []
        case .setThenMaxAge, .setThenSameSite, .setThenRefuse: []
        case .unset: unset == .keep ? [] : [.cookieExpires]
        case .destroy, .setThenDestroy: unset == .keep ? [.cookieExpires] : [.destroyedOnce, .cookieExpires]
        case .save, .setThenSave: [.saveIsFresh]
        case .setThenSaveThenSet: maxAge == .set ? [.saveIsFresh] : []
        case .regenerateThenSetThenSave: [.savedOnce]
        case .maxAge: resave && rolling ? [] : [.cookieIsChange]
        case .sameSite: resave && (rolling || maxAge == .none) ? [] : [.cookieIsChange]
        case .fail, .setThenFail: [.errorStoresNothing]
        }
    }

    private var differencesOfNew: [ExpressDifference] {
        switch action {
        case .nothing, .set, .setTheSame, .remove, .touch, .setThenSave, .setThenSaveThenSet: []
        case .setThenMaxAge, .setThenSameSite, .setThenRefuse: []
        case .unset: unset == .keep ? [] : [.nothingToDestroy]
        case .regenerate, .regenerateThenSet, .setThenRegenerate: [.nothingToDestroy]
        case .destroy, .setThenDestroy: [.nothingToDestroy]
        case .regenerateThenSetThenSave: [.nothingToDestroy, .savedOnce]
        case .save: saveUninitialized ? [] : [.savedIsTold]
        case .reload: saveUninitialized ? [.nothingToReload, .errorStoresNothing] : [.nothingToReload]
        case .setThenReload: [.nothingToReload, .errorStoresNothing]
        case .maxAge, .sameSite: saveUninitialized ? [] : [.cookieIsChange]
        case .fail: saveUninitialized ? [.errorStoresNothing] : []
        case .setThenFail: [.errorStoresNothing]
        }
    }

    /// Turns to the options under which Express stores a changed cookie, and tells the browser where ours does.
    fileprivate mutating func noteCookieChange() {
        if isLoaded {
            resave = true
            rolling = rolling || maxAge == .set || action == .maxAge
        } else {
            saveUninitialized = true
        }
    }
}
