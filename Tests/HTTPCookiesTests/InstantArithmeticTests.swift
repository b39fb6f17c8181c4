import HTTPCookies
import StoreTesting
import Testing

@Suite("Instants and durations")
struct InstantArithmeticTests {
    private let last = Instant(milliseconds: .max)
    private let first = Instant(milliseconds: .min)

    static let durations: [(Duration, Int64)] = [
        (.seconds(1), 1000), (.milliseconds(-1), -1), (.zero, 0), (.microseconds(1999), 1), (.microseconds(-1999), -1),
        (.nanoseconds(999_999), 0), (.nanoseconds(-999_999), 0), (.seconds(Int64.max), .max),
        (.seconds(Int64.min), .min),
        (.milliseconds(Int64.max), .max), (.milliseconds(Int64.min), .min),
        (.milliseconds(Int64.max) + .milliseconds(1), .max), (.milliseconds(Int64.min) - .milliseconds(1), .min),
    ]

    @Test(arguments: durations)
    func `a duration has its whole milliseconds, towards zero, and never overflows`(
        duration: Duration, milliseconds: Int64
    ) {
        #expect(duration.milliseconds == milliseconds)
        #expect((Instant.epoch + duration).milliseconds == milliseconds)
    }

    @Test func `a sum stays at the ends of the range`() {
        #expect(last + .milliseconds(1) == last)
        #expect(first + .milliseconds(-1) == first)
        #expect(last + .milliseconds(-1) == Instant(milliseconds: .max - 1))
        #expect(last + .seconds(Int64.max) == last)
        #expect(first + .seconds(Int64.min) == first)
    }

    @Test func `a difference has a sign, and stays at the ends of the range`() {
        let later = Instant(milliseconds: 1500)
        #expect(later - .epoch == .milliseconds(1500))
        #expect(.epoch - later == .milliseconds(-1500))
        #expect(last - first == .milliseconds(Int64.max))
        #expect(first - last == .milliseconds(Int64.min))
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `what is added can be subtracted`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let range = Int64(-1_000_000_000_000_000)...1_000_000_000_000_000
        for _ in 0..<1000 {
            let start = Instant(milliseconds: Int64.random(in: range, using: &random))
            let step = Duration.milliseconds(Int64.random(in: range, using: &random))
            #expect((start + step) - start == step)
            #expect((start + step < start) == (step < .zero))
        }
    }
}
