/// A value that a template can read.
///
/// The cases are those of JSON, plus dates and `undefined`, which is not `null`: both print nothing, but only
/// `undefined` is what an absent member reads as. There are no functions and no prototypes.
public enum TemplateValue: Sendable, Equatable {
    /// What an absent member or element reads as; prints nothing.
    case undefined
    /// A value that is known to be nothing; prints nothing.
    case null
    /// A truth value; prints `true` or `false`.
    case bool(Bool)
    /// A number; prints as JavaScript writes it.
    case number(Double)
    /// A text; its length and indices count UTF-16 code units, as in JavaScript.
    case string(String)
    /// A list; prints its elements with commas between them.
    case array([TemplateValue])
    /// Named values in order; prints `[object Object]`.
    case object(TemplateObject)
    /// A moment, in milliseconds since the start of 1970 in UTC; `NaN` is no valid date.
    case date(Double)
}

extension TemplateValue {
    /// Makes a number of an integer; beyond 2⁵³ it is rounded, as in JavaScript.
    public init(_ value: Int) { self = .number(Double(value)) }

    /// Makes a number.
    public init(_ value: Double) { self = .number(value) }

    /// Makes a truth value.
    public init(_ value: Bool) { self = .bool(value) }

    /// Makes a text, or `null` of no text.
    public init(_ text: String?) {
        guard let text else {
            self = .null
            return
        }
        self = .string(text)
    }

    /// Makes a list.
    public init(_ values: [TemplateValue]) { self = .array(values) }

    /// Makes an object value.
    public init(_ object: TemplateObject) { self = .object(object) }
}

extension TemplateValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral {
    /// Makes `null`.
    public init(nilLiteral: ()) { self = .null }

    /// Makes a truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension TemplateValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Makes a number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }

    /// Makes a number.
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension TemplateValue: ExpressibleByStringInterpolation {
    /// Makes a text.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension TemplateValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Makes a list.
    public init(arrayLiteral elements: TemplateValue...) { self = .array(elements) }

    /// Makes an object; of two equal keys the last one counts.
    public init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self = .object(TemplateObject(elements))
    }
}
