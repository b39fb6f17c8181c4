import HTTPCookies
import Sessions

extension StoreContract {
    static let racing: [Promise] = [
        Promise("of parallel replaces of one record exactly one wins, and the others are shown it") { bench in
            let old = try await bench.create(1, #"{"n":"old"}"#)
            let answers = try await bench.inParallel(16) { number in
                let new = try bench.record(#"{"n":\#(number)}"#)
                return (json: new.json, answer: try await bench.store.replace(bench.key(1), old, with: new))
            }
            let winners = answers.filter { $0.answer == .replaced }
            try bench.expect("winners", winners.count, is: 1)
            for loser in answers where loser.answer != .replaced {
                try bench.expect("a loser's answer", changedBytes(loser.answer), is: winners[0].json)
            }
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: winners[0].json)
        },
        Promise("no increment is lost where each retries with what it was shown") { bench in
            try await bench.create(1, #"{"n":0}"#)
            _ = try await bench.inParallel(8) { _ in
                for _ in 0..<5 { try await increment(bench) }
            }
            try bench.expect("load", await bench.store.load(bench.key(1))?.fields["n"]?.int, is: 40)
        },
        Promise("of parallel moves of one record exactly one wins, and one session lives") { bench in
            for round: UInt64 in 0..<10 {
                let first = round * 100
                let record = try await bench.create(first, #"{"n":1}"#)
                let answers = try await bench.inParallel(8) { number in
                    try await bench.store.move(
                        bench.key(first), record, to: bench.key(first + 1 + number), with: record)
                }
                try bench.expect("winners", answers.count { $0 == .replaced }, is: 1)
                try bench.expect("losers", answers.count { $0 == .missing }, is: 7)
                try bench.expect("count", await bench.store.count(), is: Int(round) + 1)
            }
        },
        Promise("moves to and fro between the same keys end, with one session each") { bench in
            try await bench.create(1...2) { _ in #"{"n":1}"# }
            let record = try bench.record(#"{"n":1}"#)
            _ = try await bench.inParallel(8) { number in
                for _ in 0..<20 {
                    let (from, to): (UInt64, UInt64) = number % 2 == 0 ? (1, 3) : (3, 1)
                    _ = try await bench.store.move(bench.key(from), record, to: bench.key(to), with: record)
                }
            }
            try bench.expect("count", await bench.store.count(), is: 2)
        },
        Promise("a destroyed session stays destroyed under parallel replaces and touches") { bench in
            for number: UInt64 in 0..<30 {
                let record = try await bench.create(number, #"{"n":1}"#)
                let key = bench.key(number)
                _ = try await bench.inParallel(6) { task in
                    switch task {
                    case 0: _ = try await bench.store.delete(key)
                    case 1, 2: _ = try await bench.store.replace(key, record, with: record)
                    default: _ = try await bench.store.touch(key, until: record.expiry + .seconds(Int64(task)))
                    }
                }
                try await bench.expect(number, holds: nil, "load after the delete")
            }
        },
        Promise("of a parallel delete and move exactly one finds the session") { bench in
            for round: UInt64 in 0..<30 {
                let (old, new) = (bench.key(2 * round), bench.key(2 * round + 1))
                let record = try await bench.create(2 * round, #"{"n":1}"#)
                let found = try await bench.inParallel(2) { task in
                    task == 0
                        ? try await bench.store.delete(old)
                        : try await bench.store.move(old, record, to: new, with: record) == .replaced
                }
                try bench.expect("how many found it", found.count { $0 }, is: 1)
                try bench.expect("load of the old key", await bench.store.load(old), is: nil)
                _ = try await bench.store.delete(new)
                try bench.expect("count", await bench.store.count(), is: 0)
            }
        },
        Promise("of parallel deletes exactly one finds the session") { bench in
            try await bench.create(1, #"{"n":1}"#)
            let found = try await bench.inParallel(8) { _ in try await bench.store.delete(bench.key(1)) }
            try bench.expect("how many found it", found.count { $0 }, is: 1)
        },
    ]

    private static func increment(_ bench: StoreBench) async throws {
        guard var record = try await bench.store.load(bench.key(1)) else { throw lostCounter }
        while let newer = try await increment(record, bench) { record = newer }
    }

    /// One try.
    ///
    /// - Returns: what another has written meanwhile; `nil`: it is done.
    private static func increment(_ record: SessionRecord, _ bench: StoreBench) async throws -> SessionRecord? {
        guard let count = record.fields["n"]?.int else { throw lostCounter }
        let new = try bench.record(#"{"n":\#(count + 1)}"#)
        // Lets the others load the same record.
        await Task.yield()
        return switch try await bench.store.replace(bench.key(1), record, with: new) {
        case .replaced: nil
        case .changed(let newer): newer
        case .missing: throw lostCounter
        }
    }

    private static var lostCounter: BrokenPromise {
        BrokenPromise(subject: "the counter", met: "missing", expected: "a number")
    }
}
