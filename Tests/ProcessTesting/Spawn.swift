import Foundation
import Synchronization

/// A program that has been started, until it has ended and somebody has seen it.
///
/// Not Foundation's `Process`: on Linux that one lists this process's open files before it starts another, and reads
/// past the end of the list where there are more than a thousand, as there are while all tests run. Source:
/// swift-corelibs-foundation 6.3, `findMaximumOpenFromProcSelfFD`.
final class Spawn: Sendable {
    /// By which the system knows it.
    let identifier: pid_t
    private let status = Mutex<Int32?>(nil)

    /// Starts it with no other files than these, every signal as it is by default, in a process group of its own.
    ///
    /// - Parameters:
    ///   - program: its file.
    ///   - arguments: behind its name.
    ///   - environment: its variables, all of them.
    ///   - input: its standard input.
    ///   - output: its standard output and standard error.
    /// - Throws: `POSIXError` where it cannot be started.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], input: Int32, output: Int32
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (file, place) in [(input, 0), (output, 1), (output, 2)] {
            unsafe posix_spawn_file_actions_adddup2(&actions, file, Int32(place))
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        #if canImport(Darwin)
        flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #else
        _ = unsafe Self.addCloseFrom?(&actions, 3)
        #endif
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var started: pid_t = 0
        let fault = unsafe withCStrings([program] + arguments) { words in
            unsafe withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                unsafe posix_spawn(&started, program, &actions, &attributes, words, variables)
            }
        }
        guard fault == 0 else { throw POSIXError(POSIXErrorCode(rawValue: fault) ?? .EINVAL) }
        identifier = started
    }

    /// With which it has ended, or the number of the signal that ended it; `nil`: it runs.
    var exitStatus: Int32? {
        status.withLock { status in
            if status == nil { status = Self.end(of: identifier) }
            return status
        }
    }

    /// Sends a signal, unless it has ended: its number may be another's by then.
    func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { status = Self.end(of: identifier) }
            if status == nil { kill(identifier, number) }
        }
    }

    #if !canImport(Darwin)
    private typealias AddCloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// In glibc from 2.34 on, but not among what Swift knows of it; without it those files are closed that say so.
    private static var addCloseFrom: AddCloseFrom? {
        guard let symbol = unsafe dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return nil }
        // The function of this name has this type.
        return unsafe unsafeBitCast(symbol, to: AddCloseFrom.self)
    }
    #endif

    private static func end(of identifier: pid_t) -> Int32? {
        var word: Int32 = 0
        guard unsafe waitpid(identifier, &word, WNOHANG) == identifier else { return nil }
        let signal = word & 0x7F
        return signal == 0 ? (word >> 8) & 0xFF : signal
    }
}

/// Calls `body` with the texts as C has them: the last pointer is null.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe (copies + [nil]).withUnsafeBufferPointer { pointers in
        // There is one at least.
        guard let first = pointers.baseAddress else { preconditionFailure("no pointers") }
        return unsafe body(first)
    }
}
