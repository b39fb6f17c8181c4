import Crypto
import HTTPTypes
public import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Serves the files of a folder from memory, before any session is loaded.
///
/// They are read once, at the start: a request costs one look-up, no system call. Dotfiles and symbolic links are not
/// served, and since only indexed names are, no path leads out of the folder. Express: `express.static`.
public struct PublicFiles<Context: RequestContext>: RouterMiddleware {
    private let files: Reloading<[String: PublicFile]>

    /// - Parameters:
    ///   - folder: such as `Public`.
    ///   - reloads: whether changed files are read anew, for development.
    /// - Throws: where a file cannot be read.
    public init(folder: String, reloads: Bool = false) throws {
        files = try Reloading(folder, reloads: reloads) {
            var files: [String: PublicFile] = [:]
            for name in FolderListing(folder).files.keys {
                files["/" + name] = try PublicFile(path: folder + "/" + name)
            }
            return files
        }
    }

    /// Answers a GET or HEAD of a file; passes everything else on.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get || request.method == .head, let file = try file(at: request.uri.path) else {
            return try await next(request, context)
        }
        return file.response(to: request)
    }

    private func file(at path: String) throws -> PublicFile? {
        let files = try files.current()
        return files[path] ?? (path.contains("%") ? PercentEncoding.decode(path).flatMap { files[$0] } : nil)
    }
}

/// One file, ready to be sent.
struct PublicFile: Sendable {
    private let content: ByteBuffer
    private let headers: HTTPFields
    private let entityTag: String

    init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let digest = SHA256.hash(data: data).prefix(12)
        entityTag = "\"" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
        content = ByteBuffer(bytes: data)
        headers = [
            .contentType: Self.mediaType(of: path), .eTag: entityTag,
            .cacheControl: "public, max-age=0, must-revalidate",
            // Told with HEAD and 304 too (RFC 9110 section 8.6).
            .contentLength: String(data.count),
        ]
    }

    func response(to request: Request) -> Response {
        if matches(request.headers[values: .ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: content)
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Source: RFC 9110 section 13.1.2; the comparison is weak.
    private func matches(_ fields: [String]) -> Bool {
        fields.lazy.flatMap { $0.split(separator: ",") }.contains { tag in
            let tag = tag.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == entityTag || tag == "W/" + entityTag
        }
    }

    private static func mediaType(of path: String) -> String {
        switch path.split(separator: ".").last?.lowercased() {
        case "css": "text/css; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        case "ico": "image/x-icon"
        case "jpg", "jpeg": "image/jpeg"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "png": "image/png"
        case "svg": "image/svg+xml"
        case "txt": "text/plain; charset=utf-8"
        case "webmanifest": "application/manifest+json"
        case "webp": "image/webp"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }
}
