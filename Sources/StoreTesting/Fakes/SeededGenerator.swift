/// Random numbers that are the same for the same seed; never for secrets.
///
/// Source: SplitMix64, Steele, Lea and Flood 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter seed: equal seeds give equal numbers.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A text of random pieces.
    ///
    /// - Parameters:
    ///   - alphabet: the pieces; at least one.
    ///   - length: how many there may be.
    /// - Returns: the pieces, one behind the other.
    public mutating func text(of alphabet: [String], length: ClosedRange<Int>) -> String {
        (0..<Int.random(in: length, using: &self)).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &self)]
        }.joined()
    }

    /// Bytes of any value.
    ///
    /// - Parameter count: how many there may be.
    /// - Returns: the bytes.
    public mutating func bytes(count: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
