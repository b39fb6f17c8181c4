import HTTPCookies
import Sessions

extension StoreContract {
    /// What a move, by which a session is renewed, promises under races.
    static let renewing: [Promise] = [
        Promise("of parallel moves and replaces of one record exactly one wins, and what it wrote stands") { bench in
            for round: UInt64 in 0..<20 { try await raceWithReplaces(bench, 8 * round) }
        },
        Promise("touches that meet a move bring the old key back to nobody, and harm the session at neither") { bench in
            for round: UInt64 in 0..<20 {
                let (old, new) = (bench.key(2 * round), bench.key(2 * round + 1))
                let record = try await bench.create(2 * round, #"{"n":1}"#)
                _ = try await bench.inParallel(5) { task in
                    guard task > 0 else { return try await bench.store.move(old, record, to: new, with: record) }
                    let expiry = record.expiry + .seconds(Int64(task))
                    return try await bench.store.touch(task % 2 == 0 ? old : new, until: expiry) ? .replaced : .missing
                }
                try bench.expect("load of the old key", await bench.store.load(old), is: nil)
                try bench.expect("load of the new key", await bench.store.load(new)?.json, is: record.json)
                try bench.expect("touch of the old key", await bench.store.touch(old, until: record.expiry), is: false)
            }
        },
        // Ids are random, so the rest happens to nobody; an error will do for the loser, as long as nothing is lost.
        Promise("of parallel moves of two sessions onto one free key one arrives, and the other stays") { bench in
            for round: UInt64 in 0..<20 {
                let (target, numbers) = (bench.key(3 * round), [3 * round + 1, 3 * round + 2])
                for number in numbers { try await bench.create(number, #"{"n":\#(number)}"#) }
                let moved = try await bench.inParallel(2) { task in
                    let record = try bench.record(#"{"n":\#(numbers[Int(task)])}"#)
                    let answer = try? await bench.store.move(
                        bench.key(numbers[Int(task)]), record, to: target, with: record)
                    return answer == .replaced
                }
                try bench.expect("how many arrived", moved.count { $0 }, is: 1)
                try await bench.expectBytes([3 * round] + numbers, are: numbers.map { #"{"n":\#($0)}"# })
            }
        },
        Promise("of a parallel create and move onto one key exactly one has it, and no session is lost") { bench in
            for round: UInt64 in 0..<20 {
                let (old, new) = (bench.key(2 * round), bench.key(2 * round + 1))
                let record = try await bench.create(2 * round, #"{"n":"moved"}"#)
                let won = try await bench.inParallel(2) { task in
                    guard task == 0 else {
                        return try await bench.store.create(new, bench.record(#"{"n":"created"}"#)) ? "created" : nil
                    }
                    let answer = try? await bench.store.move(old, record, to: new, with: record)
                    return answer == .replaced ? "moved" : nil
                }.compactMap { $0 }
                try bench.expect("how many have the key", won.count, is: 1)
                let lost = won == ["created"] ? [#"{"n":"moved"}"#] : []
                try await bench.expectBytes([2 * round, 2 * round + 1], are: [#"{"n":"\#(won[0])"}"#] + lost)
            }
        },
        Promise("moves that cross, and moves along a chain of keys, lose no session and double none") { bench in
            try await bench.create(0...3)
            let records = try (0...3).map { try bench.record(#"{"n":\#($0)}"#) }
            for round: UInt64 in 0..<10 {
                _ = try await bench.inParallel(4) { task in
                    let from = UInt64.random(in: 0...4)
                    guard let record = try await bench.store.load(bench.key(from)) else { return }
                    let to = (from + 1 + task + round) % 5
                    guard to != from else { return }
                    _ = try? await bench.store.move(bench.key(from), record, to: bench.key(to), with: record)
                }
                try await bench.expectBytes(Array(0...4), are: records.map { String(decoding: $0.json, as: UTF8.self) })
            }
        },
    ]

    private static func raceWithReplaces(_ bench: StoreBench, _ first: UInt64) async throws {
        let old = bench.key(first)
        let record = try await bench.create(first, #"{"n":0}"#)
        let answers = try await bench.inParallel(8) { task in
            let new = try bench.record(#"{"n":"by \#(task)"}"#)
            let answer =
                task % 2 == 0
                ? try await bench.store.replace(old, record, with: new)
                : try await bench.store.move(old, record, to: bench.key(first + task), with: new)
            return (task: task, new: new, answer: answer)
        }
        let winners = answers.filter { $0.answer == .replaced }
        try bench.expect("winners", winners.count, is: 1)
        let winner = winners[0]
        let stays = winner.task % 2 == 0
        for loser in answers where loser.task != winner.task {
            try bench.expect("a loser's answer", changedBytes(loser.answer), is: stays ? winner.new.json : nil)
        }
        let key = stays ? old : bench.key(first + winner.task)
        try bench.expect("load of the winner's key", await bench.store.load(key)?.json, is: winner.new.json)
        try await bench.expectBytes((0..<8).map { first + $0 }, are: [#"{"n":"by \#(winner.task)"}"#])
    }
}
