/// An id that is made when somebody first asks for it.
struct NewID: Sendable {
    /// The id; `nil` where it has yet to be made.
    var made: SessionID?
    /// How often another one was wanted, so that one made for a renewal is not given to the next.
    private(set) var turn = 0

    mutating func wantAnother() {
        made = nil
        turn += 1
    }
}
