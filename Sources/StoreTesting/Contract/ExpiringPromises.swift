import HTTPCookies
import Sessions

extension StoreContract {
    static let expiring: [Promise] = [
        Promise("a record written with an expiry in the past is not there") { bench in
            _ = try await bench.store.create(bench.key(1), bench.record(#"{"n":1}"#, life: .seconds(-1)))
            try await bench.expect(1, holds: nil, "load")
            try bench.expect("count", await bench.store.count(), is: 0)
            try bench.expect("entries", await bench.readAll().count, is: 0)
        },
        Promise("replace with an expiry in the past ends the session") { bench in
            let record = try await bench.create(1, #"{"n":1}"#)
            let past = record.expiring(at: bench.clock.now() + .seconds(-1))
            _ = try await bench.store.replace(bench.key(1), record, with: past)
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("a record is there until a millisecond before its expiry", needsOurClock: true) { bench in
            let record = try await bench.create(1, #"{"n":1}"#, life: .milliseconds(5000))
            bench.clock.advance(by: .milliseconds(4999))
            try await bench.expect(1, holds: record, "load")
            try bench.expect("count", await bench.store.count(), is: 1)
        },
        Promise("a record is gone at its expiry, for every operation", needsOurClock: true) { bench in
            let record = try await bench.create(1, #"{"n":1}"#, life: .milliseconds(5000))
            bench.clock.advance(by: .milliseconds(5000))
            let (key, store) = (bench.key(1), bench.store)
            let later = record.expiring(at: bench.clock.now() + .seconds(60))
            try bench.expect("count", await store.count(), is: 0)
            try bench.expect("entries", await bench.readAll().count, is: 0)
            try bench.expect("touch", await store.touch(key, until: later.expiry), is: false)
            try bench.expect("replace", await store.replace(key, record, with: later), is: .missing)
            try bench.expect("move", await store.move(key, record, to: bench.key(2), with: later), is: .missing)
            try bench.expect("delete", await store.delete(key), is: false)
            try await bench.expect(1, holds: nil, "load")
            try bench.expect("create", await store.create(key, later), is: true)
        },
        Promise("a touch keeps a session beyond its first expiry", needsOurClock: true) { bench in
            let record = try await bench.create(1, #"{"n":1}"#, life: .seconds(5))
            let later = bench.clock.now() + .seconds(10)
            _ = try await bench.store.touch(bench.key(1), until: later)
            bench.clock.advance(by: .seconds(9))
            try await bench.expect(1, holds: record.expiring(at: later), "load")
        },
        Promise("a sweep removes exactly the expired and tells how many", needsOurClock: true) { bench in
            try await bench.create(1...5, life: .seconds(1))
            try await bench.create(6...8)
            try bench.expect("first sweep", await bench.store.sweep(), is: 0)
            bench.clock.advance(by: .seconds(1))
            try bench.expect("second sweep", await bench.store.sweep(), is: 5)
            try bench.expect("third sweep", await bench.store.sweep(), is: 0)
            for number: UInt64 in 6...8 {
                try bench.expect("load", await bench.store.load(bench.key(number)) != nil, is: true)
            }
        },
        Promise("a sweep meets more expired records than fit into one batch", needsOurClock: true) { bench in
            try await bench.create(1...2_500, life: .seconds(1))
            try await bench.create(3_000...3_001)
            bench.clock.advance(by: .seconds(1))
            try bench.expect("sweep", await bench.store.sweep(), is: 2_500)
            try bench.expect("count", await bench.store.count(), is: 2)
        },
        Promise("sweeps in parallel with writes take no live session") { bench in
            try await bench.create(1...40)
            _ = try await bench.inParallel(4) { task in
                for number: UInt64 in 1...40 where number % 4 == task {
                    _ = try await bench.store.sweep()
                    _ = try await bench.store.touch(bench.key(number), until: bench.clock.now() + .seconds(60))
                }
            }
            try bench.expect("count", await bench.store.count(), is: 40)
        },
    ]
}
