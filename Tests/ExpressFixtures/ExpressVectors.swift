package import Foundation

/// What express-session 1.19.0 did, recorded from it under a fixed clock; see the fixture's own note.
///
/// Each type has every key of its cases, so that ``unread(in:)`` finds those that nobody replays.
package struct ExpressVectors: Decodable, Sendable {
    package let nowMs: Int64
    package let sign: [Signing]
    package let extract: [Extraction]
    package let setCookie: [Writing]
    package let inflate: [Inflation]
    package let uid: [Identifying]

    package struct Signing: Decodable, Sendable, CustomStringConvertible {
        package let secret, sid, signed, cookieValue: String

        package var description: String { "\(sid) under \(secret.prefix(16))" }

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable { case secret, sid, signed, cookieValue }
    }

    package struct Extraction: Decodable, Sendable, CustomStringConvertible {
        package let note, header, name: String
        package let secrets: [String]
        package let sid: String?

        package var description: String { note }

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable { case note, header, name, secrets, sid }
    }

    package struct Writing: Decodable, Sendable, CustomStringConvertible {
        package let options: Options
        package let name, secret, sid, storedCookieJSON: String
        package let header, error: String?

        package var description: String { header ?? "\(name): \(error ?? "")" }

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
            case options, name, secret, sid, storedCookieJSON, header, error
        }
    }

    package struct Options: Decodable, Sendable {
        package let maxAge: Int64?
        package let expires, domain, path, priority: String?
        package let httpOnly, secure, partitioned: Bool?
        package let sameSite: Choice?

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
            case maxAge, expires, domain, path, priority, httpOnly, secure, partitioned, sameSite
        }
    }

    /// JavaScript's `true`, `false`, a number or a text.
    package enum Choice: Decodable, Hashable, Sendable {
        case flag(Bool)
        case number(Int64)
        case text(String)

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    package struct Inflation: Decodable, Sendable, CustomStringConvertible {
        package let note, stored: String
        package let afterLoad: Loaded?
        package let savedWithoutTouch, savedAfterTouch, setCookie, error: String?

        package var description: String { note }

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
            case note, stored, afterLoad, savedWithoutTouch, savedAfterTouch, setCookie, error
        }
    }

    /// A cookie as it is in memory: `expires`, the milliseconds until then, and what they were to begin with.
    package struct Loaded: Decodable, Sendable {
        package let expires, maxAge, originalMaxAge: Choice?

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable { case expires, maxAge, originalMaxAge }
    }

    package struct Identifying: Decodable, Sendable, CustomStringConvertible {
        package let bytesHex, sid: String

        package var description: String { sid }

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable { case bytesHex, sid }
    }
}

extension ExpressVectors {
    /// The fixture's bytes.
    package static var data: Data {
        get throws {
            guard let file = Bundle.module.url(forResource: "express-vectors", withExtension: "json") else {
                throw CocoaError(.fileNoSuchFile)
            }
            return try Data(contentsOf: file)
        }
    }

    /// Read once; a failure shows in the test of the counts, for the tests of the vectors then have no argument.
    package static let loaded = Result { try JSONDecoder().decode(ExpressVectors.self, from: data) }

    package static var signings: [Signing] { (try? loaded.get())?.sign ?? [] }
    package static var extractions: [Extraction] { (try? loaded.get())?.extract ?? [] }
    package static var writings: [Writing] { (try? loaded.get())?.setCookie ?? [] }
    package static var inflations: [Inflation] { (try? loaded.get())?.inflate ?? [] }
    package static var identifyings: [Identifying] { (try? loaded.get())?.uid ?? [] }
}

extension ExpressVectors {
    /// What stands in a fixture and is in no type here: groups, and keys of cases, such as `sign.algorithm`.
    ///
    /// `redis` and `pg` are those stores' own.
    package static func unread(in data: Data) throws -> Set<String> {
        let all = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let groups: [String: [String]] = [
            "sign": Signing.CodingKeys.allCases.map(\.rawValue),
            "extract": Extraction.CodingKeys.allCases.map(\.rawValue),
            "setCookie": Writing.CodingKeys.allCases.map(\.rawValue),
            "setCookie.options": Options.CodingKeys.allCases.map(\.rawValue),
            "inflate": Inflation.CodingKeys.allCases.map(\.rawValue),
            "inflate.afterLoad": Loaded.CodingKeys.allCases.map(\.rawValue),
            "uid": Identifying.CodingKeys.allCases.map(\.rawValue),
        ]
        let others: Set = ["note", "nowISO", "nowMs", "redis", "pg"]
        var met: [String: Set<String>] = [:]
        for (group, value) in all where !others.contains(group) {
            for case let entry as [String: Any] in value as? [Any] ?? [] {
                met[group, default: []].formUnion(entry.keys)
                for (key, part) in entry {
                    if let part = part as? [String: Any] { met["\(group).\(key)", default: []].formUnion(part.keys) }
                }
            }
            if met[group] == nil { met[group] = [] }
        }
        return Set(
            met.flatMap { group, keys in
                groups[group].map { known in keys.subtracting(known).map { "\(group).\($0)" } } ?? [group]
            })
    }
}
