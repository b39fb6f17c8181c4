/// Which primary has which slots.
struct ClusterMap: Hashable, Sendable {
    typealias Address = RedisURL.Address

    private static let nobody = UInt16.max

    /// Ordered by their addresses.
    private(set) var primaries: [Address] = []
    /// For each slot a place among ``primaries``.
    private var places: [UInt16]

    /// - Parameters:
    ///   - reply: to `CLUSTER SLOTS`: for each range of slots its first, its last, the primary, the replicas.
    ///   - asked: who replied; a node that does not know its own name means the one by which we asked it.
    init?(_ reply: RESPValue, from asked: Address) {
        guard let ranges = reply.array, !ranges.isEmpty else { return nil }
        places = Array(repeating: Self.nobody, count: HashSlot.count)
        var owned: [(slots: ClosedRange<Int>, primary: Address)] = []
        for range in ranges {
            guard let parts = range.array, parts.count >= 3, let first = parts[0].number, let last = parts[1].number,
                0 <= first, first <= last, last < HashSlot.count
            else { return nil }
            // A node that does not tell its address cannot be asked.
            guard let primary = Self.address(parts[2], from: asked) else { continue }
            owned.append((Int(first)...Int(last), primary))
        }
        primaries = Set(owned.map(\.primary)).sorted { "\($0)" < "\($1)" }
        guard primaries.count < Self.nobody else { return nil }
        for (slots, primary) in owned {
            guard let place = primaries.firstIndex(of: primary) else { continue }
            for slot in slots { places[slot] = UInt16(place) }
        }
    }

    private static func address(_ node: RESPValue, from asked: Address) -> Address? {
        guard let parts = node.array, parts.count >= 2, let port = parts[1].number, (1...65_535).contains(port) else {
            return nil
        }
        let host = parts[0].bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard host != "?" else { return nil }
        return Address(host: host.isEmpty ? asked.host : host, port: Int(port))
    }

    /// Who has a slot; `nil`: nobody.
    func primary(of slot: HashSlot) -> Address? {
        let place = places[slot.number]
        return place == Self.nobody ? nil : primaries[Int(place)]
    }

    /// Takes note that a slot has moved.
    mutating func assign(_ slot: HashSlot, to primary: Address) {
        if !primaries.contains(primary) { primaries.append(primary) }
        guard let place = primaries.firstIndex(of: primary), place < Self.nobody else { return }
        places[slot.number] = UInt16(place)
    }
}
