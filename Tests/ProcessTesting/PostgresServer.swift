import Foundation

/// A PostgreSQL server of the tests' own, which ends when the process that started it does, however that ends.
///
/// Its time zone is not UTC, it speaks TLS with a certificate for `localhost`, and it listens on 127.0.0.1. It runs as
/// an ordinary user, because PostgreSQL refuses to run as root. A shell stands between: it does what it is told on its
/// standard input, and at the end of that stops the server and removes its folder.
package final class PostgresServer: Sendable {
    package static let timeZone = "America/Bogota"
    /// Who wants a password: ``lockedPassword``.
    package static let lockedUser = "locked"
    package static let lockedPassword = "right-password"

    package let port: Int
    package let folder: String
    private let shell: Spawn
    private let commands: FileHandle

    /// Makes a database and starts the server.
    ///
    /// - Parameter settings: more lines for `postgresql.conf`.
    /// - Throws: `PostgresServerFault` where the server is not installed, or does not start.
    package init(settings: [String] = []) async throws {
        port = try LocalServer.freePort()
        folder = "/tmp/portero-postgres-" + UUID().uuidString.prefix(8)
        let user = ServerUser()
        let programs = try Self.programs()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let server = user.prefix + [programs + "/postgres", "-D", folder + "/data"]
        (shell, commands) = try Self.supervise(server, in: folder)
        do {
            try user.own(folder)
            let options = ["-U", "portero", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]
            try await Self.run(user.prefix + [programs + "/initdb", "-D", folder + "/data"] + options, in: folder)
            try await makeCertificate("server", user)
            try await makeCertificate("stranger", user)
            try configure(settings)
            try await start()
            try await run("CREATE ROLE \(Self.lockedUser) LOGIN PASSWORD '\(Self.lockedPassword)'")
        } catch {
            try commands.close()
            throw error
        }
    }

    deinit {
        // The shell sees the end of its input and tidies up.
        try? commands.close()
    }

    /// How libpq gets there; more of its keywords may follow.
    package var connectionString: String {
        "host=127.0.0.1 port=\(port) user=portero dbname=postgres"
    }

    /// Starts the server after ``stop()`` or ``kill()``, and waits until it takes connections.
    package func start() async throws {
        // A server that was killed leaves it behind.
        try? FileManager.default.removeItem(atPath: folder + "/data/postmaster.pid")
        try tell("start")
        try await poll("PostgreSQL to be ready", within: .seconds(60)) { isReady ? () : nil }
    }

    /// Ends the server and all its connections (SIGINT), and waits until it has.
    package func stop() async throws {
        try tell("stop")
        try await poll("PostgreSQL to end", within: .seconds(60)) { state.isEmpty ? () : nil }
    }

    /// Ends the server at once (SIGKILL), in the middle of whatever it does, and waits until its connections have
    /// followed: before that, it cannot be started again.
    package func kill() async throws {
        let processes = try processes()
        try tell("kill")
        for process in processes {
            try await poll("process \(process) to end", within: .seconds(60)) { Self.isAlive(process) ? nil : () }
        }
    }

    /// Holds the server and its connections up (SIGSTOP), as a network that swallows everything would.
    package func freeze() throws {
        try signalAll(SIGSTOP)
    }

    /// Lets them go on.
    package func thaw() throws {
        try signalAll(SIGCONT)
    }

    private func tell(_ command: String) throws {
        try commands.write(contentsOf: Data((command + "\n").utf8))
    }
}

extension PostgresServer {
    /// What the server writes about itself; empty while it does not run.
    private var state: String {
        (try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)) ?? ""
    }

    private var isReady: Bool {
        state.split(separator: "\n").last?.hasPrefix("ready") ?? false
    }

    private func signalAll(_ signal: Int32) throws {
        for process in try processes() { Foundation.kill(process, signal) }
    }

    /// The server's own, and one for each connection and task.
    private func processes() throws -> [Int32] {
        guard let server = state.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw PostgresServerFault("the server does not run")
        }
        let children = try String(contentsOfFile: "/proc/\(server)/task/\(server)/children", encoding: .utf8)
        return [server] + children.split(separator: " ").compactMap { Int32($0) }
    }

    /// A process that has ended, and that nobody has asked how, is not.
    private static func isAlive(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    private func configure(_ settings: [String]) throws {
        let lines =
            [
                "listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = '\(folder)'",
                "max_connections = 100", "shared_buffers = '16MB'", "timezone = '\(Self.timeZone)'",
                "deadlock_timeout = '100ms'", "fsync = off", "full_page_writes = off", "autovacuum = off", "ssl = on",
                "ssl_cert_file = '\(folder)/server.pem'", "ssl_key_file = '\(folder)/server.key'",
            ] + settings
        let handle = try FileHandle(forUpdating: URL(filePath: folder + "/data/postgresql.conf"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(("\n" + lines.joined(separator: "\n") + "\n").utf8))
        try handle.close()
        let access = "host all \(Self.lockedUser) 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        try Data(access.utf8).write(to: URL(filePath: folder + "/data/pg_hba.conf"), options: [])
    }

    private func makeCertificate(_ name: String, _ user: ServerUser) async throws {
        let (key, certificate) = ("\(folder)/\(name).key", "\(folder)/\(name).pem")
        try await Self.run(
            user.prefix + [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key,
                "-out", certificate,
            ],
            in: folder)
    }

    /// The certificate that the server shows, which is its own issuer.
    package var certificate: String { folder + "/server.pem" }

    /// A certificate that has nothing to do with the server's.
    package var strangersCertificate: String { folder + "/stranger.pem" }

    /// Runs statements, each by itself, as the server's owner.
    package func run(_ statements: String...) async throws {
        let commands = statements.flatMap { ["-c", $0] }
        try await Self.run(
            [try Self.program("psql"), connectionString, "-q", "-v", "ON_ERROR_STOP=1"] + commands, in: folder)
    }
}

extension PostgresServer {
    private static let script = """
        cd /
        trap '' INT TERM HUP
        while read -r command; do
            case $command in
                start) "$@" >>"$FOLDER/log" 2>&1 </dev/null & server=$! ;;
                stop) kill -INT "$server"; wait "$server" ;;
                kill) kill -KILL "$server"; wait "$server" ;;
            esac
        done
        [ -n "$server" ] && kill -CONT "$server" 2>/dev/null && kill -INT "$server" && wait "$server"
        rm -rf "$FOLDER"
        """

    private static func supervise(
        _ server: [String], in folder: String
    ) throws -> (shell: Spawn, commands: FileHandle) {
        let pipe = Pipe()
        // Other programs that tests start must not keep it open.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let shell = try Spawn(
            "/bin/sh", ["-c", script, "supervisor"] + server,
            environment: ["FOLDER": folder, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"],
            input: pipe.fileHandleForReading.fileDescriptor,
            // A test run does not end before those have closed its outputs who have them.
            output: FileHandle.nullDevice.fileDescriptor)
        try pipe.fileHandleForReading.close()
        return (shell, pipe.fileHandleForWriting)
    }

    private static func run(_ command: [String], in folder: String) async throws {
        let log = URL(filePath: folder + "/command-\(UUID().uuidString).log")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let process = try ChildProcess(
            URL(filePath: "/usr/bin/env"), command, environment: ["PATH": path], log: log)
        let status = try await process.end()
        guard status == 0 else {
            throw PostgresServerFault("\(command.first ?? "") ended with \(status): \(try process.output)")
        }
    }

    /// Where a program of PostgreSQL's is, such as `pgbench`.
    package static func program(_ name: String) throws -> String {
        try programs() + "/" + name
    }

    /// Where the newest installed version has its programs.
    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max()
        let places = [newest.map { "\(root)/\($0)/bin" }, "/opt/homebrew/bin", "/usr/local/bin"].compactMap { $0 }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }) else {
            throw PostgresServerFault("PostgreSQL is not installed: .ci/need test")
        }
        return place
    }
}

/// Under whom the server runs.
private struct ServerUser {
    /// What stands before its commands.
    let prefix: [String]
    private let account: (user: uid_t, group: gid_t)?

    init() {
        account = geteuid() == 0 ? Self.find("postgres") ?? Self.find("nobody") : nil
        prefix = account.map { ["setpriv", "--reuid=\($0.user)", "--regid=\($0.group)", "--clear-groups"] } ?? []
    }

    func own(_ folder: String) throws {
        guard let account else { return }
        try FileManager.default.setAttributes(
            [.ownerAccountID: account.user, .groupOwnerAccountID: account.group], ofItemAtPath: folder)
    }

    private static func find(_ name: String) -> (user: uid_t, group: gid_t)? {
        guard let entry = unsafe getpwnam(name) else { return nil }
        return unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }
}

/// What kept the server from running.
package struct PostgresServerFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
