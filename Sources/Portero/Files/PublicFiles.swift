import HTTPTypes
public import Hummingbird
import Logging
package import Sessions

/// Serves the files of a folder before any session is loaded.
///
/// All are read once, at the start, into an index: a path that is none costs one look-up, no system call. Files up to
/// 1 MiB are held in memory, up to 64 MiB in all; the others are read from disk again when asked for. Only names in the
/// index are served, so that no path leads out of the folder; dotfiles and symbolic links are not in it, but for the
/// folder `.well-known` (RFC 8615). A path is percent-decoded once and compared exactly; an encoded slash is no slash.
///
/// A file answers GET and HEAD, with conditions (RFC 9110 section 13), a single byte range, and an entity tag made of
/// its content. Any other method is left to the routes, and is a 405 where none of them has the path. `/dir/` is
/// `dir/index.html`, and `/dir` redirects there. A name with a fingerprint between dots or dashes, of at least eight
/// hex digits, as in `app.3f2a9c1b.css`, may be cached for a year; any other file is asked for anew each time, which
/// costs a 304.
///
/// Beside `app.css`, a smaller `app.css.br` or `app.css.gz` that is not older is sent to who accepts its coding, and
/// `Vary` says so; a range is one of `app.css` itself, unless the client refuses that. Under its own name it is a file
/// like any other, so that `data.tar.gz` beside `data.tar` stays a download. Source: nginx, `gzip_static`, which also
/// sends one that is older.
///
/// A file on disk that has changed since it was indexed is a 503, or breaks off where it changes in mid-answer.
///
/// It is no layer on Hummingbird's `FileMiddleware`: that one answers only after a 404 has been thrown, behind the
/// session; it serves dotfiles, answers ranges past the end or from the end with malformed responses, makes weak tags
/// of times, and knows neither lists of tags nor compressed files. Express: `express.static`.
public struct PublicFiles<Context: RequestContext>: RouterMiddleware {
    private let index: Reloading<FileIndex>

    /// - Parameters:
    ///   - folder: such as `Public`; where there is none, nothing is served.
    ///   - reloads: whether changed files are indexed anew, for development; the folder is looked at ten times a
    ///     second at most.
    /// - Throws: where a file cannot be read.
    public init(folder: String, reloads: Bool = false) throws {
        try self.init(folder: folder, reloads: reloads, memory: FileMemory(), clock: SystemClock())
    }

    package init(folder: String, reloads: Bool = false, memory: FileMemory, clock: any WallClock) throws {
        index = try Reloading(folder, reloads: reloads, every: .milliseconds(100), clock: clock) { listing, previous in
            try FileIndex(folder, listing, memory: memory, reusing: previous, now: clock.now())
        }
    }

    /// Answers a GET or HEAD of a file; passes everything else on.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let entry = try index.current().entry(at: request.uri.path) else {
            return try await next(request, context)
        }
        guard request.method == .get || request.method == .head else {
            return try await leave(request, context, to: next)
        }
        switch entry {
        case .folder(let location): return redirect(to: location, request.uri.query)
        case .file(let file): return try await answer(request, context, with: file)
        }
    }

    private func answer(_ request: Request, _ context: Context, with file: StaticFile) async throws -> Response {
        do {
            return try await file.response(to: request)
        } catch let error as UnreadableFile {
            context.logger.error("a public file could not be served", metadata: ["error": "\(error)"])
            throw HTTPError(.serviceUnavailable)
        }
    }

    /// Source: serve-static 2.2, which keeps the query.
    private func redirect(to location: String, _ query: String?) -> Response {
        Response(
            status: .movedPermanently,
            headers: [
                .location: query.map { location + "?" + $0 } ?? location, .cacheControl: CacheRule.revalidated,
            ])
    }

    /// Lets the routes answer; what they do not know is a 405 here, as the path is that of a file.
    private func leave(
        _ request: Request, _ context: Context,
        to next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // What a session middleware said of its cookie with the 404 still holds.
        var headers: HTTPFields = [.allow: "GET, HEAD"]
        do {
            let response = try await next(request, context)
            guard response.status == .notFound else { return response }
            headers.append(contentsOf: response.headers.filter { $0.name == .setCookie || $0.name == .cacheControl })
        } catch let error as any HTTPResponseError where error.status == .notFound {}
        throw HTTPError(.methodNotAllowed, headers: headers)
    }
}
