/// Which of a cluster's 16384 slots a key is in.
///
/// Source: the Redis cluster specification, "Key distribution model" and "Hash tags".
struct HashSlot: Hashable, Sendable {
    static let count = 16_384

    /// 0...16383.
    let number: Int

    /// `nil` unless there is such a slot.
    init?(_ number: Int) {
        guard (0..<Self.count).contains(number) else { return nil }
        self.number = number
    }

    init(of key: RedisKey) {
        self.init(ofBytes: key.bytes)
    }

    init(ofBytes key: [UInt8]) {
        number = Int(Self.crc16(Self.tag(of: key)[...])) % Self.count
    }

    /// What stands between the first brace and the first that closes behind it; all, where that is nothing.
    private static func tag(of key: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = key.firstIndex(of: UInt8(ascii: "{")) else { return key[...] }
        let rest = key[(open + 1)...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")), close > open + 1 else { return key[...] }
        return rest[..<close]
    }

    /// CRC-16/XMODEM: polynomial 0x1021, beginning with 0.
    static func crc16(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0) { sum, byte in sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 8) ^ byte)] }
    }

    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) << 8) { sum, _ in sum & 0x8000 != 0 ? sum << 1 ^ 0x1021 : sum << 1 }
    }
}
