import HTTPCookies
import HTTPTypes
import Logging
import Sessions
import SignIn
import StoreTesting
import Testing

@Suite("What a sign-out does when a step fails") struct FailureHandlingTests {
    static let down = StoreError("delete", .unavailable, cause: "no route to host")
    private let trail = ScriptedStep.Trail()
    private let log = LogRecorder()

    private func run() -> SignOutRun {
        SignOutRun(headers: [:], session: nil, logger: log.logger)
    }

    private func step(_ name: String, throwing error: (any Error)? = nil) -> ScriptedStep {
        ScriptedStep(name, trail, throwing: error)
    }

    @Test func `steps run in the order declared`() async throws {
        let signOut = SignOut {
            step("a")
            step("b")
            AttemptAll {
                step("c")
                step("d")
            }
            step("e")
        }
        _ = try await signOut(run())
        #expect(trail.all == ["a", "b", "c", "d", "e"])
    }

    @Test func `behind a failure that is ignored the steps still run, and the log is warned`() async throws {
        let signOut = SignOut {
            step("a", throwing: Self.down).ignoringFailure()
            step("b")
            Reply("{}")
        }
        let answer = try await signOut(run())
        #expect(answer.status == .ok)
        #expect(trail.all == ["a", "b"])
        let warnings = log.lines.filter { $0.level == .warning }
        #expect(warnings.map(\.text) == ["a step of a sign-out failed, which is ignored"])
        #expect(warnings.first?.details.contains(#""step": a"#) == true)
        #expect(warnings.first?.details.contains(#""error": store unavailable in delete: no route"#) == true)
        #expect(log.errors == [])
    }

    @Test func `a failure with a reply stops the list, and what the steps before did stands`() async throws {
        let signOut = SignOut {
            ExpireCookie("a", .path("/"))
            step("b", throwing: Self.down).onFailure(Reply(#"{"error":"b"}"#, status: .internalServerError))
            ExpireCookie("c", .path("/"))
            step("d")
            Redirect(to: "/")
        }
        let answer = try await signOut(run())
        #expect(answer.status == .internalServerError)
        #expect(answer.body == Array(#"{"error":"b"}"#.utf8))
        #expect(answer.headers[values: .setCookie] == ["a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(trail.all == ["b"])
        #expect(log.errors == ["a sign-out stopped"])
    }

    @Test func `the reply of a step that does not fail is not given`() async throws {
        let signOut = SignOut {
            step("a").onFailure(Reply(#"{"error":"a"}"#, status: .internalServerError))
            Reply("{}")
        }
        let answer = try await signOut(run())
        #expect(answer.status == .ok)
        #expect(answer.body == Array("{}".utf8))
    }

    /// An error, and the answer where nobody says what then.
    static let unhandled: [(error: any Error, status: HTTPResponse.Status, wait: String?)] = [
        (down, .serviceUnavailable, "5"),
        (StoreError("create", .tooLarge, cause: "1 MiB"), .internalServerError, nil),
        (LeakingError(), .internalServerError, nil),
    ]

    @Test(arguments: unhandled)
    func `a failure that nobody handles stops the list, and what the steps before did stands`(
        error: any Error, status: HTTPResponse.Status, wait: String?
    ) async throws {
        let signOut = SignOut {
            ExpireCookie("a", .path("/"))
            Redirect(to: "/bye")
            step("b", throwing: error)
            ExpireCookie("c", .path("/"))
        }
        let failure = await #expect(throws: SignOutFailure.self) { try await signOut(run()) }
        let answer = try #require(failure?.answer)
        #expect(answer.status == status)
        #expect(answer.headers[.retryAfter] == wait)
        #expect(answer.headers[values: .setCookie] == ["a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.location] == nil)
        #expect(answer.body == [])
        #expect(log.errors == ["a sign-out stopped"])
    }

    @Test func `of an error that may hold a secret only the type is told`() async throws {
        let signOut = SignOut {
            step("a", throwing: LeakingError()).ignoringFailure()
            step("b", throwing: LeakingError())
        }
        let failure = await #expect(throws: SignOutFailure.self) { try await signOut(run()) }
        #expect(failure?.reason == "LeakingError")
        #expect(log.lines.count == 3)
        #expect(!"\(log.lines)".contains("s3cret"))
    }

    @Test func `of those that are all attempted each runs, and the first failure counts`() async throws {
        let signOut = SignOut {
            AttemptAll {
                step("a", throwing: Self.down)
                step("b", throwing: LeakingError())
                step("c")
            }
            step("d")
        }
        let failure = await #expect(throws: SignOutFailure.self) { try await signOut(run()) }
        #expect(failure?.answer.status == .serviceUnavailable)
        #expect(trail.all == ["a", "b", "c"])
    }

    @Test func `Demet's: both tokens are attempted, and only then it is a 503 that clears the cookies`() async throws {
        let signOut = SignOut {
            ExpireCookie("access_token", .path("/"), .httpOnly)
            ExpireCookie("refresh_token", .path("/"), .httpOnly)
            AttemptAll {
                step("refresh", throwing: Self.down)
                step("access")
            }
            .onFailure(Reply(#"{"error":"down"}"#, status: .serviceUnavailable))
            Reply(#"{"message":"Sesión cerrada"}"#)
        }
        let answer = try await signOut(run())
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.body == Array(#"{"error":"down"}"#.utf8))
        #expect(trail.all == ["refresh", "access"])
        #expect(
            answer.headers[values: .setCookie] == [
                "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
                "refresh_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
            ])
    }

    @Test func `where several say what is answered, the one nearest to the failure is heard`() async throws {
        let signOut = SignOut {
            AttemptAll {
                step("a", throwing: Self.down).onFailure(Reply("1"))
                step("b")
            }
            .onFailure(Reply("2"))
        }
        let answer = try await signOut(run())
        #expect(answer.body == Array("1".utf8))
        #expect(trail.all == ["a", "b"])
    }

    @Test func `an ignored group runs whole, and the steps behind it too`() async throws {
        let signOut = SignOut {
            AttemptAll {
                step("a", throwing: Self.down).onFailure(Reply("1"))
                step("b", throwing: Self.down)
            }
            .ignoringFailure()
            step("c")
        }
        let answer = try await signOut(run())
        #expect(answer.status == .ok)
        #expect(answer.body == [])
        #expect(trail.all == ["a", "b", "c"])
    }

    @Test func `of a group too, where nothing may end, only the answer is made`() async throws {
        let signOut = SignOut {
            AttemptAll {
                step("a")
                Reply("{}")
            }
            .ignoringFailure()
            step("b").onFailure(Reply("1"))
        }
        let answer = try await signOut(run(), isSafe: true)
        #expect(answer.body == Array("{}".utf8))
        #expect(trail.all == [])
        #expect(log.lines == [])
    }

    @Test func `a session that the store cannot destroy may count as a failure, where the declaration says so`()
        async throws
    {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        fixture.store.fail(.delete)
        let signOut = SignOut {
            DestroySession().onFailure(Reply(#"{"error":"down"}"#, status: .serviceUnavailable))
            step("a")
        }
        let answer = try await signOut(SignOutRun(headers: [:], session: session, logger: log.logger))
        #expect(answer.status == .serviceUnavailable)
        #expect(trail.all == [])
    }

    @Test func `a client that hangs up does not cancel the steps (promise 1)`() async throws {
        struct Cancellable: SignOutStep {
            let description = "check"

            func run(_ run: inout SignOutRun) async throws {
                try Task.checkCancellation()
            }
        }
        let signOut = SignOut { Cancellable() }
        let run = run()
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await signOut(run)
        }
        let answer = try await task.value
        #expect(answer.status == .ok)
    }
}
