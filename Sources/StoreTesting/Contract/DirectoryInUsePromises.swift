import HTTPCookies
import Sessions

extension StoreContract {
    /// What the directory promises while others write.
    static let directoryInUse: [Promise] = [
        Promise("sessions that live through the reading are met exactly once while others write at the same time") {
            bench in
            try await bench.create(1...60)
            let met = try await bench.inParallel(5) { task in
                guard task > 0 else { return try await bench.readAll(limit: 3) }
                for number in 0..<30 as Range<UInt64> { try await comeAndGo(bench, 1000 * task + number) }
                return []
            }.flatMap { $0 }
            for number: UInt64 in 1...60 {
                let count = met.count { $0.key == bench.key(number) }
                try bench.expect("how often a lasting session was met", count, is: 1)
            }
        },
        Promise("a page goes on where the one before ended, although its last session has ended or was renewed") {
            bench in
            try await bench.create(1...30) { #"{"n":\#($0),"usrId":1}"# }
            for owner in [nil, "1"] {
                let lasting = Set(try await bench.readAll(of: owner).map(\.key))
                var lost: Set<SessionKey> = []
                var met: [SessionKey] = []
                var cursor: DirectoryCursor?
                repeat {
                    let page = try await bench.store.page(of: owner, after: cursor, limit: 4)
                    met += page.entries.map(\.key)
                    if let last = page.entries.last, lost.count < 3 {
                        lost.insert(last.key)
                        if lost.count % 2 == 0 { _ = try await bench.store.delete(last.key) }
                        _ = try await bench.store.move(
                            last.key, last.record, to: bench.key(UInt64(100 + met.count)), with: last.record)
                    }
                    cursor = page.next
                } while cursor != nil
                for key in lasting.subtracting(lost) {
                    try bench.expect("how often a lasting session was met", met.count { $0 == key }, is: 1)
                }
            }
        },
        Promise("an owner's lasting sessions are met exactly once while others of theirs come and go") { bench in
            try await bench.create(1...20) { _ in #"{"usrId":42}"# }
            let met = try await bench.readAll(of: "42", limit: 3) { page in
                guard page < 10 else { return }
                let (page, bystander) = (UInt64(page), UInt64(page) + 500)
                try await bench.create(100 + page, #"{"usrId":42}"#)
                try await bench.create(bystander, #"{"usrId":7}"#)
                let other = try bench.record(#"{"usrId":7}"#)
                // One signs out, another signs in as somebody else; the rest stay.
                _ = try await bench.store.delete(bench.key(11 + page))
                let lasting = bench.key(1 + page)
                _ = try await bench.store.touch(lasting, until: other.expiry + .seconds(60))
                let signedIn = try bench.record(#"{"usrId":42,"n":1}"#)
                _ = try await bench.store.replace(bench.key(bystander), other, with: signedIn)
            }
            for number: UInt64 in 1...10 {
                let count = met.count { $0.key == bench.key(number) }
                try bench.expect("how often a lasting session was met", count, is: 1)
            }
            try expect("owners", met.compactMap(\.record.owner), "all 42") { $0.allSatisfy { $0 == "42" } }
        },
        Promise("an owner's session that ended leaves nothing to who comes under its key") { bench in
            let old = try await bench.create(1, #"{"usrId":7}"#)
            _ = try await bench.store.delete(bench.key(1))
            let second = try await bench.create(1, #"{"n":1}"#)
            try bench.expect("sessions of 7 after a delete", await bench.readAll(of: "7").count, is: 0)
            _ = try await bench.store.move(bench.key(1), second, to: bench.key(2), with: old)
            let third = try await bench.create(1, #"{"n":1}"#)
            try bench.expect("sessions of 7 after a move", await bench.readAll(of: "7").map(\.key), is: [bench.key(2)])
            _ = try await bench.store.touch(bench.key(2), until: bench.clock.now() + .seconds(-1))
            try bench.expect("sessions of 7 after an end", await bench.readAll(of: "7").count, is: 0)
            _ = try await bench.store.move(bench.key(1), third, to: bench.key(2), with: third)
            try bench.expect("sessions of 7 at the end", await bench.readAll(of: "7").count, is: 0)
            try bench.expect("keys", await bench.readAll().map(\.key), is: [bench.key(2)])
        },
        Promise("sessions that come while an owner's are ended may stay, and no other's is touched") { bench in
            try await bench.create(1...40) { $0 % 2 == 0 ? #"{"usrId":42}"# : #"{"usrId":7}"# }
            let ended = try await bench.inParallel(2) { task in
                guard task == 1 else { return try await bench.store.deleteSessions(of: "42") }
                for number in 100..<120 as Range<UInt64> { try await bench.create(number, #"{"usrId":42}"#) }
                return 0
            }
            let left = try await bench.readAll(of: "42").map(\.key)
            try bench.expect("ended and left", ended.reduce(left.count, +), is: 40)
            try bench.expect("those of before", left.filter { (1...40).map { bench.key($0) }.contains($0) }, is: [])
            try bench.expect("sessions of 7", await bench.readAll(of: "7").count, is: 20)
        },
    ]

    /// A session that begins, changes and ends.
    private static func comeAndGo(_ bench: StoreBench, _ number: UInt64) async throws {
        let record = try await bench.create(number, #"{"n":"new"}"#)
        let newer = try bench.record(#"{"n":"newer"}"#)
        _ = try await bench.store.replace(bench.key(number), record, with: newer)
        _ = try await bench.store.move(bench.key(number), newer, to: bench.key(number + 100), with: newer)
        _ = try await bench.store.delete(bench.key(number + 100))
    }
}
