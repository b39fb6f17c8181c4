import HTTPCookies
import Sessions

extension StoreContract {
    static let directory: [Promise] = [
        Promise("an empty directory has no entries") { bench in
            try bench.expect("count", await bench.store.count(), is: 0)
            try bench.expect("entries", await bench.readAll().count, is: 0)
        },
        Promise("the directory meets every session once, with its key and record") { bench in
            try await bench.create(1...50)
            let entries = try await bench.readAll()
            try bench.expect("count", await bench.store.count(), is: 50)
            try bench.expect("entries", entries.count, is: 50)
            try bench.expect("keys", Set(entries.map(\.key)), is: Set((1...50).map { bench.key($0) }))
            for entry in entries {
                try bench.expect("load", await bench.store.load(entry.key)?.json, is: entry.record.json)
            }
        },
        Promise("a page has no more sessions than asked for, down to one") { bench in
            try await bench.create(1...5)
            try bench.expect("entries", await bench.readAll(limit: 1).count, is: 5)
            try bench.expect("entries", await bench.readAll(limit: 100).count, is: 5)
        },
        Promise("sessions that live through the reading are met exactly once while others come and go") { bench in
            try await bench.create(1...60)
            let entries = try await bench.readAll { page in try await disturb(bench, UInt64(page)) }
            let keys = (1...40).map { bench.key($0) }
            for key in keys {
                try bench.expect("how often a lasting session was met", entries.count { $0.key == key }, is: 1)
            }
        },
        Promise("the directory finds the sessions of one owner, by the exact JSON text of the usrId") { bench in
            let owners = ["42", #""42""#, "42.0", "4", #""a%""#, #""ab""#, #""A%""#, #""é""#, "\"e\u{301}\"", "null"]
            for (place, owner) in owners.enumerated() {
                try await bench.create(UInt64(place * 2)...UInt64(place * 2 + 1)) { _ in #"{"usrId":\#(owner)}"# }
            }
            try await bench.create(100...102)
            for (place, owner) in owners.enumerated() {
                let keys = try await bench.readAll(of: owner, limit: 1).map(\.key)
                let expected = [bench.key(UInt64(place * 2)), bench.key(UInt64(place * 2 + 1))]
                try bench.expect("sessions of \(owner)", Set(keys), is: Set(expected))
                try bench.expect("how many of \(owner)", keys.count, is: 2)
            }
        },
        Promise("the owner is that of the newest record") { bench in
            let signedOut = try await bench.create(1, #"{"n":1}"#)
            let first = try bench.record(#"{"n":1,"usrId":1}"#)
            _ = try await bench.store.replace(bench.key(1), signedOut, with: first)
            try bench.expect("sessions of 1", await bench.readAll(of: "1").count, is: 1)
            let second = try bench.record(#"{"n":1,"usrId":2}"#)
            _ = try await bench.store.move(bench.key(1), first, to: bench.key(2), with: second)
            try bench.expect("sessions of 1", await bench.readAll(of: "1").count, is: 0)
            try bench.expect("sessions of 2", await bench.readAll(of: "2").map(\.key), is: [bench.key(2)])
            _ = try await bench.store.replace(bench.key(2), second, with: signedOut)
            try bench.expect("sessions of 2", await bench.readAll(of: "2").count, is: 0)
        },
        Promise("an owner's sessions end together, but for the one that is kept") { bench in
            try await bench.create(1...9) { $0 % 3 == 0 ? #"{"usrId":"42"}"# : #"{"usrId":42}"# }
            let ended = try await bench.store.deleteSessions(of: "42", except: bench.key(2))
            try bench.expect("how many ended", ended, is: 5)
            try bench.expect("sessions of 42", await bench.readAll(of: "42").map(\.key), is: [bench.key(2)])
            try bench.expect(#"sessions of "42""#, await bench.readAll(of: #""42""#).count, is: 3)
        },
        Promise("more sessions of one owner than fit on a page end together") { bench in
            try await bench.create(1...250) { _ in #"{"usrId":7}"# }
            try bench.expect("how many ended", await bench.store.deleteSessions(of: "7"), is: 250)
            try bench.expect("count", await bench.store.count(), is: 0)
        },
        Promise("clear removes everything, and the store goes on") { bench in
            try await bench.create(1...20) { #"{"usrId":\#($0)}"# }
            try await bench.store.clear()
            try bench.expect("count", await bench.store.count(), is: 0)
            try await bench.expect(1, holds: nil, "load")
            try bench.expect("sessions of 1", await bench.readAll(of: "1").count, is: 0)
            try await bench.create(1, #"{"n":1}"#)
            try bench.expect("count", await bench.store.count(), is: 1)
        },
    ]

    /// Between two pages: sessions 41 to 60 go, new ones come, the others are touched and rewritten.
    private static func disturb(_ bench: StoreBench, _ page: UInt64) async throws {
        guard page < 20 else { return }
        _ = try await bench.store.delete(bench.key(41 + page))
        try await bench.create(1000 + page, #"{"n":"new"}"#)
        let lasting = bench.key(1 + page)
        _ = try await bench.store.touch(lasting, until: bench.clock.now() + .seconds(7200))
        if let loaded = try await bench.store.load(lasting) {
            _ = try await bench.store.replace(lasting, loaded, with: bench.record(#"{"n":"rewritten"}"#))
        }
    }
}
