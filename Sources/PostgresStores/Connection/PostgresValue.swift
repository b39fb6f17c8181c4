import CLibPQ
import HTTPCookies

/// One argument of a statement, in PostgreSQL's binary form.
struct PostgresValue {
    /// The types that are used, by their numbers in the catalogue.
    ///
    /// Source: PostgreSQL, `src/include/catalog/pg_type.dat`.
    enum Kind: UInt32 {
        case bool = 16
        case bytes = 17
        case integer = 20
        case text = 25
        case time = 1184
    }

    let kind: Kind
    /// `nil`: NULL.
    let bytes: [UInt8]?

    static func text(_ text: String) -> PostgresValue {
        PostgresValue(kind: .text, bytes: Array(text.utf8))
    }

    static func text(utf8 bytes: [UInt8]) -> PostgresValue {
        PostgresValue(kind: .text, bytes: bytes)
    }

    static func bytes(_ bytes: [UInt8]?) -> PostgresValue {
        PostgresValue(kind: .bytes, bytes: bytes)
    }

    static func bool(_ bool: Bool) -> PostgresValue {
        PostgresValue(kind: .bool, bytes: [bool ? 1 : 0])
    }

    static func integer(_ number: Int) -> PostgresValue {
        PostgresValue(kind: .integer, bytes: bigEndian(Int64(number)))
    }

    static func time(_ instant: Instant?) -> PostgresValue {
        PostgresValue(kind: .time, bytes: instant.map { bigEndian($0.microsecondsOfPostgres) })
    }

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}

/// What a statement gave back.
struct PostgresRows {
    /// Each a list of columns; `nil`: NULL.
    let rows: [Row]
    /// How many rows were written, or given back.
    let count: Int

    struct Row {
        let columns: [[UInt8]?]

        func bytes(_ place: Int) -> [UInt8]? {
            columns[place]
        }

        func text(_ place: Int) -> String? {
            columns[place].map { String(decoding: $0, as: UTF8.self) }
        }

        func bool(_ place: Int) -> Bool? {
            columns[place].map { $0 == [1] }
        }

        func integer(_ place: Int) -> Int64? {
            guard let bytes = columns[place], bytes.count == 8 else { return nil }
            return bytes.reduce(0) { $0 << 8 | Int64($1) }
        }

        func time(_ place: Int) -> Instant? {
            integer(place).map { Instant(microsecondsOfPostgres: $0) }
        }
    }
}

extension Instant {
    /// 2000-01-01T00:00:00Z.
    private static let epochOfPostgres: Int64 = 946_684_800_000
    /// What `timestamp` can hold, less two days, since its time zone may shift it.
    private static let rangeOfPostgres = Int64(-211_810_000_000_000_000)...9_223_371_000_000_000_000

    /// A `timestamptz`; what it cannot hold is as near as can be.
    fileprivate var microsecondsOfPostgres: Int64 {
        let (distance, underflows) = milliseconds.subtractingReportingOverflow(Self.epochOfPostgres)
        let (scaled, overflows) = distance.multipliedReportingOverflow(by: 1000)
        guard !underflows, !overflows else {
            return milliseconds < 0 ? Self.rangeOfPostgres.lowerBound : Self.rangeOfPostgres.upperBound
        }
        return min(max(scaled, Self.rangeOfPostgres.lowerBound), Self.rangeOfPostgres.upperBound)
    }

    /// `infinity` and `-infinity` are the ends of our range too.
    fileprivate init(microsecondsOfPostgres microseconds: Int64) {
        switch microseconds {
        case .max: self.init(milliseconds: .max)
        case .min: self.init(milliseconds: .min)
        default:
            let floor = (microseconds - ((microseconds % 1000) + 1000) % 1000) / 1000
            self.init(milliseconds: floor + Self.epochOfPostgres)
        }
    }
}
