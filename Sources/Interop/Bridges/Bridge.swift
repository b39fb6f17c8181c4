import Foundation
import Portero

/// A store that an Express process and this one share.
protocol Bridge: Sendable {
    /// As `--store` and `express.cjs` have it.
    static var name: String { get }
    /// Where the store is, for `express.cjs`.
    var place: String { get }
    /// For this process.
    var store: any SessionStore { get }

    /// What stands there under an id, seen past `store`: it is on trial.
    func stored(_ id: SessionID) async throws -> SessionRecord?

    /// Makes one in an empty place, which is there while `body` runs.
    ///
    /// - Parameters:
    ///   - folder: an empty one, for what it needs.
    ///   - body: is given the bridge.
    /// - Throws: what `body` throws, and what kept its server from running.
    static func open(in folder: URL, _ body: (Self) async throws -> Void) async throws
}

/// Every kind of them, in the order in which they are walked.
let allBridges: [any Bridge.Type] = [FolderBridge.self, RedisBridge.self, PostgresBridge.self]
