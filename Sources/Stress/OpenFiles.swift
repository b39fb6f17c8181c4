import Foundation

/// How many connections this process may have open.
enum OpenFiles {
    /// Raises the limit as far as it may; the server does the same.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        unsafe getrlimit(resource, &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
        unsafe getrlimit(resource, &limit)
        return Int(clamping: limit.rlim_cur)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
