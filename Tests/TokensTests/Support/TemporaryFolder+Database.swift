import ProcessTesting
import SQLiteStores

extension TemporaryFolder {
    /// Patient, since a busy machine is no fault of the stores.
    func database() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path + "/portero.sqlite", timeLimit: .seconds(60))
    }
}
