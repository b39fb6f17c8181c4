/// The elements of a list as they stand now, whether it came with the data or the view has made it.
struct Elements: RandomAccessCollection {
    private enum Storage {
        case data([TemplateValue])
        case own([Value])
    }

    private let storage: Storage

    /// - Returns: `nil` for what is no list.
    init?(_ value: Value) {
        switch value {
        case .dataArray(let elements): storage = .data(elements)
        case .array(let array): storage = .own(array.elements)
        case .undefined, .null, .bool, .number, .string, .dataObject, .object, .function, .date, .regExp: return nil
        }
    }

    var startIndex: Int { 0 }

    var endIndex: Int {
        switch storage {
        case .data(let elements): elements.count
        case .own(let elements): elements.count
        }
    }

    subscript(position: Int) -> Value {
        switch storage {
        case .data(let elements): Value(elements[position])
        case .own(let elements): elements[position]
        }
    }

    /// The elements in an array of their own.
    var values: [Value] {
        switch storage {
        case .data(let elements): elements.map { Value($0) }
        case .own(let elements): elements
        }
    }
}

/// The keys and values of an object in order, whether it came with the data or the view has made it.
struct Members {
    let ordered: [(key: String, value: Value)]

    /// - Returns: `nil` for what has no keys of its own; the keys of a list are its indices.
    init?(_ value: Value) {
        switch value {
        case .dataObject(let object): ordered = object.entries.ordered.map { ($0.key, Value($0.value)) }
        case .object(let object): ordered = object.entries.ordered
        case .dataArray, .array:
            ordered = (Elements(value)?.values ?? []).enumerated().map { (String($0.offset), $0.element) }
        case .undefined, .null, .bool, .number, .string, .function, .date, .regExp: return nil
        }
    }
}
