#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many files and connections this process may have open.
public enum OpenFiles {
    /// Raises the soft limit to the hard one, as Go's runtime does at its start.
    ///
    /// A shell's 1024 is for `select`, which nobody uses.
    ///
    /// - Returns: the limit now; `nil` where the system does not tell.
    public static func raiseLimit() -> Int? {
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return nil }
        var raised = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
        let isRaised = unsafe setrlimit(resource, &raised) == 0
        return Int(clamping: isRaised ? raised.rlim_cur : limit.rlim_cur)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
