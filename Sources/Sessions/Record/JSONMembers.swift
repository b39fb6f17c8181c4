extension ArraySlice<UInt8> {
    /// Goes through the members of the JSON object that this is, without keeping any.
    ///
    /// - Parameter body: is given each name, with its quotes, and each value, in order.
    /// - Returns: false where this is no object, or malformed; then `body` has seen the members before.
    @discardableResult
    func forEachMember(_ body: (_ quotedName: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) -> Bool {
        let bytes = span
        var scanner = JSONScanner()
        guard scanner.skip(UInt8(ascii: "{"), in: bytes) else { return false }
        if scanner.skip(UInt8(ascii: "}"), in: bytes) { return scanner.isAtEnd(of: bytes) }
        repeat {
            guard let name = scanner.string(in: bytes), scanner.skip(UInt8(ascii: ":"), in: bytes),
                let value = scanner.value(in: bytes, depth: 1)
            else { return false }
            body(part(name), part(value))
        } while scanner.skip(UInt8(ascii: ","), in: bytes)
        return scanner.skip(UInt8(ascii: "}"), in: bytes) && scanner.isAtEnd(of: bytes)
    }

    /// The bytes at these places, counted from the first.
    func part(_ places: Range<Int>) -> ArraySlice<UInt8> {
        self[startIndex + places.lowerBound..<startIndex + places.upperBound]
    }
}

extension RawValue {
    /// Goes through an object's members, without keeping them as ``fields`` does; of a repeated name the last counts.
    func forEachMember(_ body: (_ name: ArraySlice<UInt8>, _ value: RawValue) -> Void) {
        bytes.forEachMember { name, value in body(JSONText.unescapedBytes(name), RawValue(trusted: value)) }
    }
}
