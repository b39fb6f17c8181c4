/// What stands in the parentheses of a call; a missing argument reads as undefined.
///
/// Three of them need no allocation.
struct Arguments {
    let count: Int
    private let first: Value
    private let second: Value
    private let third: Value
    private let rest: [Value]

    init(_ values: some Collection<Value>) {
        var values = values[...]
        count = values.count
        first = values.popFirst() ?? .undefined
        second = values.popFirst() ?? .undefined
        third = values.popFirst() ?? .undefined
        rest = Array(values)
    }

    init() {
        count = 0
        (first, second, third, rest) = (.undefined, .undefined, .undefined, [])
    }

    init(_ first: Value) {
        count = 1
        (self.first, second, third, rest) = (first, .undefined, .undefined, [])
    }

    init(_ first: Value, _ second: Value) {
        count = 2
        (self.first, self.second, third, rest) = (first, second, .undefined, [])
    }

    init(_ first: Value, _ second: Value, _ third: Value) {
        count = 3
        (self.first, self.second, self.third, rest) = (first, second, third, [])
    }

    subscript(position: Int) -> Value {
        switch position {
        case 0: first
        case 1: second
        case 2: third
        case _: position < count ? rest[position - 3] : .undefined
        }
    }

    /// All arguments, one after the other.
    var values: [Value] { (0..<count).map { self[$0] } }

    /// The arguments from a position on.
    func dropFirst(_ position: Int) -> [Value] { position < count ? (position..<count).map { self[$0] } : [] }
}
