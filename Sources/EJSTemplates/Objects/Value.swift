/// What a view works with while it runs: the data it was given, and what it makes of it.
///
/// Data stays as it came, shared and never changed. What a view makes itself are objects with an identity.
enum Value {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    /// A list of the data.
    case dataArray([TemplateValue])
    /// An object of the data.
    case dataObject(TemplateObject)
    case array(ArrayObject)
    case object(PlainObject)
    case function(FunctionObject)
    case date(DateObject)
    case regExp(RegExpObject)
}

extension Value {
    /// A value of the data; no list and no object is copied.
    @inline(__always)
    init(_ data: TemplateValue) {
        switch data {
        case .undefined: self = .undefined
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .dataArray(elements)
        case .object(let object): self = .dataObject(object)
        case .date(let time): self = .date(DateObject(time: time))
        }
    }

    init(_ number: Int) { self = .number(Double(number)) }
}

extension Value {
    /// The same value as data: objects of the view are copied, functions are left out as undefined.
    ///
    /// - Throws: When objects stand too deep in each other, as one that holds itself does.
    func data(depth: Int = 0) throws(Fault) -> TemplateValue {
        guard depth < 200 else { throw .here("values stand deeper than 200 levels in each other") }
        switch self {
        case .undefined, .function: return .undefined
        case .regExp(let object): return .string(object.text)
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let value): return .number(value)
        case .string(let text): return .string(text)
        case .dataArray(let elements): return .array(elements)
        case .dataObject(let object): return .object(object)
        case .array(let array):
            var elements: [TemplateValue] = []
            for element in array.elements { elements.append(try element.data(depth: depth + 1)) }
            return .array(elements)
        case .object(let object):
            var copy = TemplateObject()
            for (key, value) in object.entries { copy[key] = try value.data(depth: depth + 1) }
            return .object(copy)
        case .date(let date): return .date(date.time)
        }
    }
}
