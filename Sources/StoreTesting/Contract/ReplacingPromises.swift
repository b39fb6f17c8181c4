import HTTPCookies
import Sessions

extension StoreContract {
    static let replacing: [Promise] = [
        Promise("replace writes over the bytes that were loaded") { bench in
            let old = try await bench.create(1, #"{"n":1}"#)
            let new = try bench.record(#"{"n":2}"#)
            try bench.expect("replace", await bench.store.replace(bench.key(1), old, with: new), is: .replaced)
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: new.json)
        },
        Promise("replace sets the new record's expiry", needsOurClock: true) { bench in
            let old = try await bench.create(1, #"{"n":1}"#)
            let new = try bench.record(#"{"n":2}"#, life: .milliseconds(7_654_321))
            _ = try await bench.store.replace(bench.key(1), old, with: new)
            try await bench.expect(1, holds: new, "load")
        },
        Promise("replace over other bytes gives the newer record and writes nothing") { bench in
            let old = try await bench.create(1, #"{"n":1}"#)
            let newer = try bench.record(#"{"n":2}"#)
            _ = try await bench.store.replace(bench.key(1), old, with: newer)
            let answer = try await bench.store.replace(bench.key(1), old, with: bench.record(#"{"n":3}"#))
            try bench.expect("replace", changedBytes(answer), is: newer.json)
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: newer.json)
        },
        Promise("replace compares bytes, not what JSON holds to be equal") { bench in
            let stored = try await bench.create(1, #"{"a":1.0,"b":"é"}"#)
            for text in [#"{"a":1,"b":"é"}"#, #"{"a":1.0, "b":"é"}"#, "{\"a\":1.0,\"b\":\"e\u{301}\"}"] {
                let loaded = try bench.record(text)
                let answer = try await bench.store.replace(bench.key(1), loaded, with: bench.record("{}"))
                try bench.expect("replace of \(text)", changedBytes(answer), is: stored.json)
            }
        },
        Promise("replace of a missing session says so and creates nothing") { bench in
            let record = try bench.record(#"{"n":1}"#)
            try bench.expect("replace", await bench.store.replace(bench.key(1), record, with: record), is: .missing)
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("replace of an expired session says so and creates nothing") { bench in
            let record = try bench.record(#"{"n":1}"#)
            _ = try await bench.store.create(bench.key(1), record.expiring(at: bench.clock.now() + .seconds(-1)))
            try bench.expect("replace", await bench.store.replace(bench.key(1), record, with: record), is: .missing)
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("replace leaves other sessions alone") { bench in
            try await bench.create(1...3) { _ in #"{"n":1}"# }
            let old = try bench.record(#"{"n":1}"#)
            _ = try await bench.store.replace(bench.key(2), old, with: bench.record(#"{"n":2}"#))
            for number: UInt64 in [1, 3] {
                try bench.expect("load", await bench.store.load(bench.key(number))?.json, is: old.json)
            }
        },
    ]

    static let touching: [Promise] = [
        Promise("a touch changes nothing but the expiry", needsOurClock: true) { bench in
            let record = try await bench.create(1, #"{"n":1}"#)
            let later = bench.clock.now() + .seconds(9999)
            try bench.expect("touch", await bench.store.touch(bench.key(1), until: later), is: true)
            try await bench.expect(1, holds: record.expiring(at: later), "load")
        },
        Promise("a touch is no conflict for replace") { bench in
            let loaded = try await bench.create(1, #"{"n":1}"#)
            _ = try await bench.store.touch(bench.key(1), until: bench.clock.now() + .seconds(9999))
            let new = try bench.record(#"{"n":2}"#)
            try bench.expect("replace", await bench.store.replace(bench.key(1), loaded, with: new), is: .replaced)
        },
        Promise("a touch is no conflict for move") { bench in
            let loaded = try await bench.create(1, #"{"n":1}"#)
            _ = try await bench.store.touch(bench.key(1), until: bench.clock.now() + .seconds(9999))
            let answer = try await bench.store.move(bench.key(1), loaded, to: bench.key(2), with: loaded)
            try bench.expect("move", answer, is: .replaced)
        },
        Promise("a touch of a missing session says so and creates nothing") { bench in
            let answer = try await bench.store.touch(bench.key(1), until: bench.clock.now() + .seconds(60))
            try bench.expect("touch", answer, is: false)
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("a touch does not bring an expired session back") { bench in
            _ = try await bench.store.create(bench.key(1), bench.record(#"{"n":1}"#, life: .seconds(-1)))
            let answer = try await bench.store.touch(bench.key(1), until: bench.clock.now() + .seconds(60))
            try bench.expect("touch", answer, is: false)
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("a touch into the past ends the session") { bench in
            try await bench.create(1, #"{"n":1}"#)
            _ = try await bench.store.touch(bench.key(1), until: bench.clock.now() + .seconds(-1))
            try await bench.expect(1, holds: nil, "load")
        },
    ]
}

/// The JSON of a ``Replacement/changed(_:)``, whose expiry a store with a clock of its own cannot give exactly.
func changedBytes(_ answer: Replacement) -> [UInt8]? {
    if case .changed(let record) = answer { record.json } else { nil }
}
