import HTTPTypes
import Sessions

/// Destroys the session in the store, at once, if somebody is signed in to it; the response then clears its cookie.
///
/// A live session that nobody is signed in to is kept. Where the store fails, the cookie is cleared all the same, and
/// the steps behind run: this node refuses the id from now on and destroys the record as soon as the store can. So the
/// failure counts only where the declaration says so, by `.onFailure(…)`.
public struct DestroySession: SignOutStep {
    private let sparesEmbedded: Bool

    /// - Parameter sparingEmbedded: whether the session goes on where a page of another origin embeds the request, as
    ///   an image or a frame, so that nobody has followed a link.
    public init(sparingEmbedded: Bool = false) {
        sparesEmbedded = sparingEmbedded
    }

    /// The session's keeper goes on trying.
    public var isBestEffort: Bool { true }

    /// Throws `StoreError`, which the keeper has logged.
    public func run(_ run: inout SignOutRun) async throws {
        guard let session = run.session, !session.isNew else { return run.skip("no session") }
        guard session.isUnread || run.flag.user(of: session) != nil else { return run.skip("nobody is signed in") }
        guard !(sparesEmbedded && isEmbeddedElsewhere(run.headers)) else {
            return run.skip("another origin embeds the request")
        }
        try await session.destroyNow()
    }

    /// `destroy the session`.
    public var description: String {
        sparesEmbedded ? "destroy the session, unless another origin embeds the request" : "destroy the session"
    }
}

/// Source: Fetch Metadata (W3C); a browser that tells nothing is believed to follow a link.
private func isEmbeddedElsewhere(_ headers: HTTPFields) -> Bool {
    guard let site = headers.first("Sec-Fetch-Site"), let target = headers.first("Sec-Fetch-Dest") else { return false }
    return site != "same-origin" && site != "none" && target != "document"
}

extension HTTPFields {
    fileprivate func first(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}
