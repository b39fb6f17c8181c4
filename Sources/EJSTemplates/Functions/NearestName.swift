/// Finds the name that was probably meant.
enum NearestName {
    /// The name that differs least from another, in at most a third of its letters; `nil` when none is near.
    ///
    /// O(n · m) for each name; only errors pay it.
    static func name(to text: String, among names: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().utf8)
        var best: (name: String, distance: Int)?
        for name in Set(names).sorted() where name != text {
            let limit = min(best?.distance ?? .max, max(1, wanted.count / 3) + 1)
            let distance = distance(wanted, Array(name.lowercased().utf8), below: limit)
            if distance < limit { best = (name, distance) }
        }
        return best?.name
    }

    /// How many letters must be put in, left out, replaced or swapped with their neighbour.
    private static func distance(_ left: [UInt8], _ right: [UInt8], below limit: Int) -> Int {
        guard abs(left.count - right.count) < limit, left.count < 64, right.count < 64 else { return limit }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var line = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, line[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                line.append(cost)
            }
            (beforeLast, last) = (last, line)
        }
        return last[right.count]
    }
}
