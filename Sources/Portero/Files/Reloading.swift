import HTTPCookies
import Sessions
import Synchronization

/// A value made from a folder's files, and in development made anew when they have changed.
struct Reloading<Value: Sendable>: Sendable {
    private enum Source: Sendable {
        case fixed(Value)
        case watched(WatchedFolder<Value>)
    }

    private let source: Source

    /// - Parameters:
    ///   - folder: the files' folder.
    ///   - reloads: whether it is looked at again, for development.
    ///   - interval: how long no second look is needed after one.
    ///   - clock: tells when that is.
    ///   - make: makes the value of the files, and of the value before.
    /// - Throws: what `make` throws.
    init(
        _ folder: String, reloads: Bool, every interval: Duration = .zero, clock: any WallClock = SystemClock(),
        make: @escaping @Sendable (FolderListing, Value?) throws -> Value
    ) throws {
        source =
            try reloads
            ? .watched(WatchedFolder(folder, every: interval, clock: clock, make: make))
            : .fixed(make(FolderListing(folder), nil))
    }

    /// The same for a value that reads the folder itself.
    init(_ folder: String, reloads: Bool, make: @escaping @Sendable () throws -> Value) throws {
        try self.init(folder, reloads: reloads) { _, _ in try make() }
    }

    /// The value; in development, as the files make it now.
    func current() throws -> Value {
        switch source {
        case .fixed(let value): value
        case .watched(let folder): try folder.current()
        }
    }
}

/// A folder that is looked at before each use, but not more often than needed.
private final class WatchedFolder<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value
        var files: FolderListing
        var seen: Instant
    }

    private let folder: String
    private let interval: Duration
    private let clock: any WallClock
    private let make: @Sendable (FolderListing, Value?) throws -> Value
    private let state: Mutex<State>

    init(
        _ folder: String, every interval: Duration, clock: any WallClock,
        make: @escaping @Sendable (FolderListing, Value?) throws -> Value
    ) throws {
        self.folder = folder
        self.interval = interval
        self.clock = clock
        self.make = make
        let seen = clock.now()
        // Listed first: what changes meanwhile is made anew at the next look.
        let files = FolderListing(folder)
        state = Mutex(State(value: try make(files, nil), files: files, seen: seen))
    }

    func current() throws -> Value {
        if isDue() { try look() }
        return state.withLock { $0.value }
    }

    /// Whether it is time for a look; who is told so takes it.
    private func isDue() -> Bool {
        let now = clock.now()
        return state.withLock { state in
            // A clock that was set back must not put off the look.
            guard now < state.seen || now - state.seen >= interval else { return false }
            state.seen = now
            return true
        }
    }

    private func look() throws {
        let files = FolderListing(folder)
        let before = state.withLock { $0 }
        guard before.files != files else { return }
        let value = try make(files, before.value)
        state.withLock { state in
            state.value = value
            state.files = files
        }
    }
}
