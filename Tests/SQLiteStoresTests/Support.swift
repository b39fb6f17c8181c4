import Foundation
import HTTPCookies
import ProcessTesting
import SQLiteStores
import Sessions
import StoreTesting
import Testing

extension TemporaryFolder {
    /// The file that the tests use, opened; patient, since a busy machine is no fault of the stores.
    func database(timeLimit: Duration = .seconds(60)) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: file, timeLimit: timeLimit)
    }

    var file: String {
        path + "/portero.sqlite"
    }

    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
    }

    func setMode(of name: String, to mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }
}

func key(_ number: Int, _ form: SessionKeyForm = .hashed) -> SessionKey {
    var generator = SeededGenerator(seed: UInt64(number))
    return SessionKey(SessionID.random(using: &generator), form)
}

func record(_ json: String = "{}", expiry: Instant = ManualClock.start + .seconds(60)) throws -> SessionRecord {
    try #require(SessionRecord(json: Array(json.utf8), expiry: expiry))
}
