package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// An answer in JSON that no cache may keep.
    ///
    /// - Parameters:
    ///   - status: its status.
    ///   - json: the body, sent as it is.
    package init(_ status: HTTPResponse.Status = .ok, json: String) {
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }
}
