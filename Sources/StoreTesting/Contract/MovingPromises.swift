import HTTPCookies
import Sessions

extension StoreContract {
    static let moving: [Promise] = [
        Promise("after a move only the new key has a session") { bench in
            let old = try await bench.create(1, #"{"n":1}"#)
            let new = try bench.record(#"{"n":2}"#)
            let answer = try await bench.store.move(bench.key(1), old, to: bench.key(2), with: new)
            try bench.expect("move", answer, is: .replaced)
            try await bench.expect(1, holds: nil, "load of the old key")
            try bench.expect("load of the new key", await bench.store.load(bench.key(2))?.json, is: new.json)
            try bench.expect("count", await bench.store.count(), is: 1)
        },
        Promise("a move with stale bytes gives the newer record and changes nothing") { bench in
            let old = try await bench.create(1, #"{"n":1}"#)
            let newer = try bench.record(#"{"n":2}"#)
            _ = try await bench.store.replace(bench.key(1), old, with: newer)
            let answer = try await bench.store.move(bench.key(1), old, to: bench.key(2), with: old)
            try bench.expect("move", changedBytes(answer), is: newer.json)
            try bench.expect("load of the old key", await bench.store.load(bench.key(1))?.json, is: newer.json)
            try await bench.expect(2, holds: nil, "load of the new key")
        },
        Promise("a move of a missing session says so and creates nothing") { bench in
            let record = try bench.record(#"{"n":1}"#)
            let answer = try await bench.store.move(bench.key(1), record, to: bench.key(2), with: record)
            try bench.expect("move", answer, is: .missing)
            try await bench.expect(2, holds: nil, "load of the new key")
        },
        Promise("a move of an expired session says so and creates nothing") { bench in
            let record = try bench.record(#"{"n":1}"#)
            _ = try await bench.store.create(bench.key(1), record.expiring(at: bench.clock.now() + .seconds(-1)))
            let answer = try await bench.store.move(bench.key(1), record, to: bench.key(2), with: record)
            try bench.expect("move", answer, is: .missing)
            try await bench.expect(2, holds: nil, "load of the new key")
        },
        // Ids are random, so this happens to nobody; `missing` or an error will do, as long as nothing changes.
        Promise("a move onto a taken key changes nothing") { bench in
            let first = try await bench.create(1, #"{"n":1}"#)
            let second = try await bench.create(2, #"{"n":2}"#)
            let answer = try? await bench.store.move(bench.key(1), first, to: bench.key(2), with: first)
            try expect("move", answer, "not replaced") { $0 != .replaced }
            try bench.expect("load of the old key", await bench.store.load(bench.key(1))?.json, is: first.json)
            try bench.expect("load of the new key", await bench.store.load(bench.key(2))?.json, is: second.json)
        },
        Promise("a move onto an expired key works") { bench in
            let first = try await bench.create(1, #"{"n":1}"#)
            _ = try await bench.store.create(bench.key(2), bench.record(#"{"n":2}"#, life: .seconds(-1)))
            let answer = try await bench.store.move(bench.key(1), first, to: bench.key(2), with: first)
            try bench.expect("move", answer, is: .replaced)
            try bench.expect("load", await bench.store.load(bench.key(2))?.json, is: first.json)
        },
        Promise("a reader that misses a moving session at its old key finds it at the new one") { bench in
            try await watchMoves(bench) { old, new in
                guard try await bench.store.load(old) == nil else { return }
                try expect("load of the new key", await bench.store.load(new), "a session") { $0 != nil }
            }
        },
        Promise("a reader that meets a moving session at its new key misses it at the old one") { bench in
            try await watchMoves(bench) { old, new in
                guard try await bench.store.load(new) != nil else { return }
                try expect("load of the old key", await bench.store.load(old), "nil") { $0 == nil }
            }
        },
    ]

    /// Moves sessions while a reader looks at both keys, until it has seen the move.
    private static func watchMoves(
        _ bench: StoreBench, look: @escaping @Sendable (_ old: SessionKey, _ new: SessionKey) async throws -> Void
    ) async throws {
        for number: UInt64 in 0..<40 {
            let (old, new) = (bench.key(2 * number), bench.key(2 * number + 1))
            let record = try await bench.create(2 * number, #"{"n":1}"#)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    while try await bench.store.load(old) != nil {
                        try await look(old, new)
                        // A store may answer without ever giving its thread to the mover.
                        await Task.yield()
                    }
                    try await look(old, new)
                }
                group.addTask { _ = try await bench.store.move(old, record, to: new, with: record) }
                try await group.waitForAll()
            }
        }
    }

    static let deleting: [Promise] = [
        Promise("delete tells whether there was a session") { bench in
            try await bench.create(1, #"{"n":1}"#)
            try bench.expect("first delete", await bench.store.delete(bench.key(1)), is: true)
            try bench.expect("second delete", await bench.store.delete(bench.key(1)), is: false)
            try bench.expect("delete of an unknown session", await bench.store.delete(bench.key(2)), is: false)
        },
        Promise("a deleted session is gone, others stay") { bench in
            try await bench.create(1...3)
            _ = try await bench.store.delete(bench.key(2))
            try await bench.expect(2, holds: nil, "load")
            try bench.expect("count", await bench.store.count(), is: 2)
        },
        Promise("delete of an expired session answers false") { bench in
            _ = try await bench.store.create(bench.key(1), bench.record(#"{"n":1}"#, life: .seconds(-1)))
            try bench.expect("delete", await bench.store.delete(bench.key(1)), is: false)
        },
        Promise("what was loaded before a delete cannot bring the session back") { bench in
            let record = try await bench.create(1, #"{"n":1}"#)
            _ = try await bench.store.delete(bench.key(1))
            let store = bench.store
            try bench.expect("replace", await store.replace(bench.key(1), record, with: record), is: .missing)
            try bench.expect("touch", await store.touch(bench.key(1), until: record.expiry), is: false)
            let moved = try await store.move(bench.key(1), record, to: bench.key(2), with: record)
            try bench.expect("move", moved, is: .missing)
            try bench.expect("count", await store.count(), is: 0)
        },
    ]
}
