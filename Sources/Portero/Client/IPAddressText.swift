extension IPAddress {
    /// - Parameter text: such as `192.0.2.1` or `2001:db8::1`; without port, brackets or zone.
    public init?(_ text: some StringProtocol) {
        let bytes = ArraySlice(text.utf8.prefix(Self.longestText + 1))
        guard bytes.count <= Self.longestText else { return nil }
        if let number = Self.ipv4(bytes) {
            self.init(ipv4: number)
        } else if let bits = Self.ipv6(bytes) {
            self.init(bits: bits)
        } else {
            return nil
        }
    }

    /// As `192.0.2.1` or `2001:db8::1`.
    public var description: String {
        isIPv4 ? ipv4Text : ipv6Text
    }

    /// Eight groups that end in an IPv4 address, in full.
    private static let longestText = "0000:0000:0000:0000:0000:ffff:255.255.255.255".utf8.count
}

// MARK: - Reading

extension IPAddress {
    /// Source: RFC 6943 section 3.1.1, the strict form: four numbers, no leading zeros.
    private static func ipv4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let byte = part.decimal(upTo: 255) else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    /// Source: RFC 4291 section 2.2; `::` stands for one group or more.
    private static func ipv6(_ text: ArraySlice<UInt8>) -> UInt128? {
        let colon = UInt8(ascii: ":")
        guard let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
            return groups(text, mayEndInIPv4: true).flatMap { $0.count == 8 ? bits($0) : nil }
        }
        guard let head = groups(text[..<gap], mayEndInIPv4: false),
            let tail = groups(text[(gap + 2)...], mayEndInIPv4: true), head.count + tail.count < 8
        else { return nil }
        return bits(head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// The groups between single colons; of an empty text none.
    private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var tail: [UInt16] = []
        if mayEndInIPv4, let number = parts.last.flatMap(ipv4) {
            parts.removeLast()
            tail = [UInt16(number >> 16), UInt16(number & 0xFFFF)]
        }
        var groups: [UInt16] = []
        for part in parts {
            guard let group = part.hexadecimalGroup else { return nil }
            groups.append(group)
        }
        return groups + tail
    }

    private static func bits(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

extension ArraySlice<UInt8> {
    /// A number of up to five digits; `nil` for a sign, a leading zero, or more than `most`.
    func decimal(upTo most: Int) -> Int? {
        guard (1...5).contains(count), count == 1 || first != UInt8(ascii: "0") else { return nil }
        var number = 0
        for digit in self {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number <= most ? number : nil
    }

    fileprivate var hexadecimalGroup: UInt16? {
        guard (1...4).contains(count) else { return nil }
        var number: UInt16 = 0
        for digit in self {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            number = number << 4 | UInt16(value)
        }
        return number
    }
}

// MARK: - Printing

extension IPAddress {
    /// Every line of the access log has one, so it is put together byte by byte.
    private var ipv4Text: String {
        let number = UInt32(truncatingIfNeeded: bits)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        for shift: UInt32 in [24, 16, 8, 0] {
            text.append(decimal: UInt8(truncatingIfNeeded: number >> shift))
            if shift > 0 { text.append(UInt8(ascii: ".")) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// As IPv6, also where it is an IPv4 address.
    ///
    /// Source: RFC 5952 section 4.
    var ipv6Text: String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        guard let gap = Self.longestZeros(in: groups) else { return Self.text(groups[...]) }
        return Self.text(groups[..<gap.lowerBound]) + "::" + Self.text(groups[gap.upperBound...])
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The longest run of two zeros or more, the first one of those.
    private static func longestZeros(in groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for position in groups.indices {
            if groups[position] != 0 { start = position + 1 }
            if position + 1 - start > longest.count { longest = start..<(position + 1) }
        }
        return longest.count > 1 ? longest : nil
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal number: UInt8) {
        if number >= 100 { append(UInt8(ascii: "0") + number / 100) }
        if number >= 10 { append(UInt8(ascii: "0") + number / 10 % 10) }
        append(UInt8(ascii: "0") + number % 10)
    }
}
