/// SplitMix64: the same numbers for the same seed, so that a failure can be repeated.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators".
struct RecordRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A text of `length` pieces, each one of `alphabet`.
    mutating func text(of alphabet: [String], length: ClosedRange<Int>) -> String {
        (0..<Int.random(in: length, using: &self)).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &self)]
        }.joined()
    }

    /// Bytes of any value.
    mutating func bytes(count: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
