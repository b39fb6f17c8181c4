import HTTPCookies
import Sessions

extension StoreContract {
    static let creating: [Promise] = [
        Promise("an unknown session is nil") { bench in
            try await bench.expect(1, holds: nil, "load")
        },
        Promise("what was created is loaded byte for byte") { bench in
            let record = try await bench.create(1, #"{"cookie":{"path":"/"},"n":1}"#)
            let loaded = try await bench.store.load(bench.key(1))
            try bench.expect("load", loaded?.json, is: record.json)
        },
        Promise("the expiry comes back to the millisecond", needsOurClock: true) { bench in
            let record = try await bench.create(1, #"{"n":1}"#, life: .milliseconds(1_234_567))
            try await bench.expect(1, holds: record, "load")
        },
        Promise("create refuses a taken key and writes nothing") { bench in
            let first = try await bench.create(1, #"{"n":1}"#)
            let answer = try await bench.store.create(bench.key(1), bench.record(#"{"n":2}"#))
            try bench.expect("create", answer, is: false)
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: first.json)
        },
        Promise("create writes over an expired record") { bench in
            _ = try await bench.store.create(bench.key(1), bench.record(#"{"n":1}"#, life: .seconds(-1)))
            let second = try await bench.create(1, #"{"n":2}"#)
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: second.json)
        },
        Promise("of parallel creates of one key exactly one wins") { bench in
            let answers = try await bench.inParallel(16) { number in
                try await bench.store.create(bench.key(1), bench.record(#"{"n":\#(number)}"#)) ? number : nil
            }
            let winners = answers.compactMap { $0 }
            try bench.expect("winners", winners.count, is: 1)
            let loaded = try await bench.store.load(bench.key(1))
            try bench.expect("load", loaded?.json, is: bench.record(#"{"n":\#(winners[0])}"#).json)
        },
    ]

    /// JSON of so many bytes.
    private static func text(ofBytes count: Int) -> String {
        #"{"n":""# + String(repeating: "x", count: count - 8) + #""}"#
    }

    static let sizes: [Promise] = [
        Promise("a record of 1 MiB is taken by create, replace and move, byte for byte") { bench in
            let large = try await bench.create(1, text(ofBytes: 1 << 20))
            let small = try bench.record(#"{"n":1}"#)
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: large.json)
            try bench.expect("replace", await bench.store.replace(bench.key(1), large, with: small), is: .replaced)
            try bench.expect("replace", await bench.store.replace(bench.key(1), small, with: large), is: .replaced)
            let answer = try await bench.store.move(bench.key(1), large, to: bench.key(2), with: large)
            try bench.expect("move", answer, is: .replaced)
            try bench.expect("load", await bench.store.load(bench.key(2))?.json, is: large.json)
            try bench.expect("entry", await bench.readAll().map(\.record.json), is: [large.json])
        },
        Promise("what is refused as too large is not shown, and the operation and both sizes are") { bench in
            let small = try await bench.create(1, #"{"n":1}"#)
            let large = try bench.record(text(ofBytes: (1 << 20) + 1))
            do {
                _ = try await bench.store.replace(bench.key(1), small, with: large)
            } catch let error as StoreError where error.kind == .tooLarge {
                try bench.expect("operation", error.operation, is: "replace")
                try expect("cause", error.cause, "its size") { $0.contains("\((1 << 20) + 1) bytes") }
                try expect("cause", error.cause, "the limit") { $0.contains("at most") }
                try expect("cause", error.cause, "nothing of the record") { !$0.contains("xx") }
            }
        },
        Promise("a record is taken whole or refused as too large, and then not there") { bench in
            let record = try bench.record(text(ofBytes: (1 << 20) + 1))
            var taken: [UInt8]?
            do {
                if try await bench.store.create(bench.key(1), record) { taken = record.json }
            } catch let error as StoreError where error.kind == .tooLarge {
                taken = nil
            }
            try bench.expect("load", await bench.store.load(bench.key(1))?.json, is: taken)
        },
        Promise("a record that is too large for replace or move leaves the old one") { bench in
            let small = try await bench.create(1, #"{"n":1}"#)
            let large = try bench.record(text(ofBytes: (1 << 20) + 1))
            do {
                _ = try await bench.store.move(bench.key(1), small, to: bench.key(2), with: large)
                try bench.expect("load", await bench.store.load(bench.key(2))?.json, is: large.json)
                _ = try await bench.store.replace(bench.key(2), large, with: small)
            } catch let error as StoreError where error.kind == .tooLarge {
                try bench.expect("load after move", await bench.store.load(bench.key(1))?.json, is: small.json)
                try bench.expect("load of the new key", await bench.store.load(bench.key(2)), is: nil)
            }
        },
    ]
}
