import Foundation

/// A small file that only its owner can read.
enum PrivateFile {
    /// The file's text; makes the file, 0600 in a folder 0700, where there is none.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - make: makes the text of a new file.
    /// - Returns: the text, without white space at its ends.
    /// - Throws: where the file cannot be made.
    static func text(at path: String, orMake make: () -> String) throws -> String {
        if let data = FileManager.default.contents(atPath: path) {
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let text = make()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        return text
    }
}

extension String {
    /// Random letters and digits without those that look alike: 5.7 bits a character.
    ///
    /// - Parameter length: how many characters.
    /// - Returns: the text.
    static func random(length: Int) -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
    }
}
