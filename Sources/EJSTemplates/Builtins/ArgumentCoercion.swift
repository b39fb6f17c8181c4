extension Renderer {
    /// An argument as a position from 0 to a length, which a negative one counts from the end.
    ///
    /// `absent` is what a missing argument means.
    mutating func position(of value: Value, in length: Int, absent: Int = 0) throws(Fault) -> Int {
        if case .undefined = value { return absent }
        let number = try integer(of: value)
        return number < 0 ? max(0, (Double(length) + number).clamped(to: length)) : number.clamped(to: length)
    }

    /// An argument as a position from 0 to a length; negative ones are 0.
    mutating func clampedPosition(of value: Value, in length: Int, absent: Int = 0) throws(Fault) -> Int {
        if case .undefined = value { return absent }
        return try integer(of: value).clamped(to: length)
    }

    /// An argument as an index, which a negative one counts from the end.
    ///
    /// - Returns: `nil` outside of the length.
    mutating func index(of value: Value, in length: Int) throws(Fault) -> Int? {
        let number = try integer(of: value)
        let index = number < 0 ? Double(length) + number : number
        return index >= 0 && index < Double(length) ? Int(index) : nil
    }
}

extension Double {
    /// The number as a position from 0 to a length.
    func clamped(to length: Int) -> Int { self <= 0 ? 0 : self >= Double(length) ? length : Int(self) }
}

extension Renderer {
    /// The elements of a list as they stand now, none of them copied.
    func list(_ value: Value) throws(Fault) -> Elements {
        guard let elements = Elements(value) else { throw .here("this is no list") }
        return elements
    }
}
