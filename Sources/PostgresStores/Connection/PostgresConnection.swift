import CLibPQ
import HTTPCookies

/// One connection: the thin shell around libpq.
///
/// Made, used and closed on one thread, which it blocks, but never beyond the deadline of the call that it serves and
/// a moment for the cancellation. A connection that is in doubt is not usable any more. Its pointer is libpq's alone:
/// it never leaves this file but for the length of a call, and is freed with this object.
@safe final class PostgresConnection {
    /// How long after the deadline the server's own time limit is waited for: then the connection stays in order.
    private static let patience = Duration.milliseconds(100)
    /// How long a statement that was cancelled may take to say so.
    private static let grace = Duration.milliseconds(250)

    private let handle: OpaquePointer
    private let canceller: Canceller
    private var prepared: Set<Int> = []
    private(set) var isUsable = true
    /// When the call that is being served has to end.
    var deadline: ContinuousClock.Instant

    /// Connects and says what has to be said first.
    init(
        to target: PostgresTarget, before deadline: ContinuousClock.Instant, canceller: Canceller
    ) throws(PostgresFault) {
        guard let handle = unsafe target.start() else { throw .unreachable(.other) }
        unsafe self.handle = unsafe handle
        self.canceller = canceller
        self.deadline = deadline
        // Notices would be written to standard error.
        _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        unsafe PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        try connect()
        unsafe PQsetnonblocking(handle, 1)
        do throws(PostgresFault) {
            _ = try run(once: PostgresTarget.greeting, target.greetingArguments)
        } catch {
            throw error.beforeAnythingWasAsked
        }
    }

    deinit {
        unsafe PQfinish(handle)
    }

    private func connect() throws(PostgresFault) {
        var status = PGRES_POLLING_WRITING
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED, unsafe PQstatus(handle) != CONNECTION_BAD else {
                throw .unreachable(ConnectionFailure(message: unsafe text(at: PQerrorMessage(handle))))
            }
            let wait = SocketWait(
                socket: unsafe PQsocket(handle), reads: status == PGRES_POLLING_READING,
                writes: status == PGRES_POLLING_WRITING)
            guard wait.finish(before: deadline) else { throw .unreachable(.tooSlow) }
            status = unsafe PQconnectPoll(handle)
        }
    }

    /// Whether the connection still stands, as far as can be seen without asking the server.
    ///
    /// One system call. While it idles, a server has nothing to say but that it ends.
    func stands() -> Bool {
        for _ in 0..<8 where isUsable {
            guard SocketWait(socket: unsafe PQsocket(handle), reads: true, writes: false).isReady else { return true }
            isUsable = unsafe PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
            if isUsable, unsafe PQisBusy(handle) != 0 { return true }
        }
        return isUsable
    }
}

extension PostgresConnection {
    /// Runs one statement, which is prepared where this connection has not run it yet.
    ///
    /// - Parameters:
    ///   - statement: the statement.
    ///   - arguments: what stands for `$1` and so on.
    /// - Returns: what it gave back.
    /// - Throws: ``PostgresFault``.
    func run(_ statement: PostgresStatement, _ arguments: [PostgresValue]) throws(PostgresFault) -> PostgresRows {
        let name = statement.name
        if !prepared.contains(statement.number) {
            let kinds = arguments.map(\.kind.rawValue)
            _ = try collect(unsafe PQsendPrepare(handle, name, statement.sql, Int32(kinds.count), kinds) == 1)
            prepared.insert(statement.number)
        }
        let isSent = unsafe send(arguments) { count, _, values, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }
        return try collect(isSent)
    }

    /// Runs one statement that is not worth being prepared.
    func run(once sql: String, _ arguments: [PostgresValue] = []) throws(PostgresFault) -> PostgresRows {
        let isSent = unsafe send(arguments) { count, kinds, values, lengths, formats in
            unsafe PQsendQueryParams(handle, sql, count, kinds, values, lengths, formats, 1)
        }
        return try collect(isSent)
    }

    /// Runs several statements as one transaction.
    ///
    /// - Parameter script: without values; one statement a line, or what a semicolon parts.
    /// - Throws: ``PostgresFault``.
    func run(script: String) throws(PostgresFault) {
        _ = try collect(unsafe PQsendQuery(handle, script) == 1)
    }

    /// Lays the arguments out as libpq takes them.
    private func send(
        _ arguments: [PostgresValue],
        _ body: (
            Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> Int32
    ) -> Bool {
        let kinds = arguments.map(\.kind.rawValue)
        let lengths = arguments.map { Int32($0.bytes?.count ?? 0) }
        let formats = arguments.map { _ in 1 as Int32 }
        var buffer: [UInt8] = []
        buffer.reserveCapacity(arguments.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        for argument in arguments { buffer += argument.bytes ?? [] }
        // An empty value needs a place too: NULL stands for NULL.
        buffer.append(0)
        return unsafe buffer.withUnsafeBytes { all in
            let texts = unsafe all.assumingMemoryBound(to: CChar.self).baseAddress
            var place = 0
            let values = unsafe arguments.map { argument -> UnsafePointer<CChar>? in
                guard let bytes = argument.bytes else { return nil }
                defer { place += bytes.count }
                return unsafe texts.map { unsafe $0 + place }
            }
            return unsafe values.withUnsafeBufferPointer { values in
                unsafe body(Int32(arguments.count), kinds, values.baseAddress, lengths, formats) == 1
            }
        }
    }
}

extension PostgresConnection {
    /// Waits for the answer to what was sent; where it does not come in time, has the server cancel the statement.
    private func collect(_ isSent: Bool) throws(PostgresFault) -> PostgresRows {
        guard isSent else { throw giveUp(.broken) }
        var limit = deadline + Self.patience
        var answer: Result<PostgresRows, PostgresFault>?
        // A script gives several results. The one behind the last, NULL, comes when the server has committed.
        while true {
            do throws(PostgresFault) {
                guard let result = unsafe try next(before: &limit) else { break }
                let read = unsafe read(result)
                unsafe PQclear(result)
                if case .failure = answer { continue }
                answer = read
            } catch {
                // A server that ends the connection says why before.
                if case .failure(let first) = answer { throw first }
                throw error
            }
        }
        if unsafe PQstatus(handle) != CONNECTION_OK || PQtransactionStatus(handle) != PQTRANS_IDLE {
            isUsable = false
        }
        guard let answer else { throw giveUp(.unreadable) }
        return try answer.get()
    }

    /// Waits for the next result.
    ///
    /// - Parameter limit: until when; a little later, once the server was told to cancel the statement.
    /// - Returns: NULL behind the last result.
    /// - Throws: ``PostgresFault``.
    private func next(before limit: inout ContinuousClock.Instant) throws(PostgresFault) -> OpaquePointer? {
        while try !advance(before: limit) {
            guard isUsable else { throw .tooSlow }
            // A cancellation that comes late would end the statement of the next call.
            isUsable = false
            unsafe canceller.cancel(on: handle)
            limit = .now + Self.grace
        }
        return unsafe PQgetResult(handle)
    }

    /// - Returns: whether the next result is here; false: the deadline came first.
    private func advance(before deadline: ContinuousClock.Instant) throws(PostgresFault) -> Bool {
        while true {
            let unsent = unsafe PQflush(handle)
            guard unsent >= 0 else { throw giveUp(.broken) }
            if unsent == 0, unsafe PQisBusy(handle) == 0 { return true }
            let wait = SocketWait(socket: unsafe PQsocket(handle), reads: true, writes: unsent > 0)
            guard wait.finish(before: deadline) else { return false }
            guard unsafe PQconsumeInput(handle) == 1 else { throw giveUp(.broken) }
        }
    }

    private func giveUp(_ fault: PostgresFault) -> PostgresFault {
        isUsable = false
        return fault
    }

    private func read(_ result: OpaquePointer) -> Result<PostgresRows, PostgresFault> {
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return .success(unsafe PostgresRows(result))
        default:
            // What libpq itself reports, such as a broken connection, has no code.
            let field = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C")))
            guard let state = SQLState(unsafe text(at: field)) else { return .failure(giveUp(.broken)) }
            return .failure(.server(state))
        }
    }
}

extension PostgresRows {
    fileprivate init(_ result: OpaquePointer) {
        let width = unsafe PQnfields(result)
        rows = (0..<(unsafe PQntuples(result))).map { row in
            Row(columns: (0..<width).map { unsafe Self.bytes(result, row, $0) })
        }
        count = Int(unsafe text(at: PQcmdTuples(result))) ?? 0
    }

    private static func bytes(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> [UInt8]? {
        guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return unsafe Array(bytes)
    }
}
