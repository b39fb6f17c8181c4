extension TemplateValue {
    /// The member of a value; undefined when there is none.
    ///
    /// There is nothing but own keys, and `length`.
    func member(_ name: String) throws(Fault) -> TemplateValue {
        switch self {
        case .object(let object): object[name] ?? .undefined
        case .array(let elements): name == "length" ? .number(Double(elements.count)) : .undefined
        case .string(let text): name == "length" ? .number(Double(text.utf16.count)) : .undefined
        case .bool, .number: .undefined
        case .undefined, .null:
            throw absence(reading: name)
        }
    }

    /// The error of reading a member of nothing.
    func absence(reading name: String) -> Fault {
        .here("cannot read properties of \(self == .null ? "null" : "undefined") (reading \"\(name)\")")
    }

    /// What stands at an index or under a computed key; undefined when nothing does.
    func element(_ index: TemplateValue, within limit: Int) throws(Fault) -> TemplateValue {
        guard case .number(let number) = index, let position = Int(exactly: number), position >= 0 else {
            return try member(keyed: index.text(within: limit))
        }
        switch self {
        case .array(let elements): return position < elements.count ? elements[position] : .undefined
        case .string(let text): return text.codeUnit(at: position).map { .string($0) } ?? .undefined
        case .object, .bool, .number, .undefined, .null: return try member(String(position))
        }
    }

    private func member(keyed key: String) throws(Fault) -> TemplateValue {
        guard let position = ArrayIndex.parse(key) else { return try member(key) }
        switch self {
        case .array, .string: return try element(.number(Double(position)), within: 0)
        case .object, .bool, .number, .undefined, .null: return try member(key)
        }
    }
}
