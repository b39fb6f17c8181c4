/// A Swift type that views can give to a function and get from one.
public protocol TemplateConvertible: SendableMetatype {
    /// What the type is called in an error: `a number`.
    static var templateKind: String { get }

    /// Reads a view's value; `nil` when it is of another kind.
    init?(templateValue: TemplateValue)

    /// The value as a view reads it.
    var templateValue: TemplateValue { get }
}

extension TemplateValue: TemplateConvertible {
    /// Any value is one.
    public static var templateKind: String { "a value" }

    /// Takes the value as it is.
    public init?(templateValue: TemplateValue) { self = templateValue }

    /// The value itself.
    public var templateValue: TemplateValue { self }
}

extension TemplateObject: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "an object" }

    /// Takes an object.
    public init?(templateValue: TemplateValue) {
        guard case .object(let object) = templateValue else { return nil }
        self = object
    }

    /// The object as a value.
    public var templateValue: TemplateValue { .object(self) }
}

extension String: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "a text" }

    /// Takes a text.
    public init?(templateValue: TemplateValue) {
        guard case .string(let text) = templateValue else { return nil }
        self = text
    }

    /// The text as a value.
    public var templateValue: TemplateValue { .string(self) }
}

extension Double: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "a number" }

    /// Takes a number.
    public init?(templateValue: TemplateValue) {
        guard case .number(let number) = templateValue else { return nil }
        self = number
    }

    /// The number as a value.
    public var templateValue: TemplateValue { .number(self) }
}

extension Int: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "a whole number" }

    /// Takes a number without a fraction.
    public init?(templateValue: TemplateValue) {
        guard case .number(let number) = templateValue, let whole = Int(exactly: number) else { return nil }
        self = whole
    }

    /// The number as a value.
    public var templateValue: TemplateValue { TemplateValue(self) }
}

extension Bool: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "a truth value" }

    /// Takes a truth value.
    public init?(templateValue: TemplateValue) {
        guard case .bool(let value) = templateValue else { return nil }
        self = value
    }

    /// The truth value as a value.
    public var templateValue: TemplateValue { .bool(self) }
}

extension Optional: TemplateConvertible where Wrapped: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { Wrapped.templateKind + ", or nothing" }

    /// Takes a value, or `undefined` and `null` as nothing.
    public init?(templateValue: TemplateValue) {
        switch templateValue {
        case .undefined, .null: self = Wrapped?.none
        case _:
            guard let wrapped = Wrapped(templateValue: templateValue) else { return nil }
            self = wrapped
        }
    }

    /// The value, or `null` for nothing.
    public var templateValue: TemplateValue { self?.templateValue ?? .null }
}

extension Array: TemplateConvertible where Element: TemplateConvertible {
    /// What the type is called in an error.
    public static var templateKind: String { "a list whose elements are each \(Element.templateKind)" }

    /// Takes a list of such elements.
    public init?(templateValue: TemplateValue) {
        guard case .array(let values) = templateValue else { return nil }
        self = []
        for value in values {
            guard let element = Element(templateValue: value) else { return nil }
            append(element)
        }
    }

    /// The elements as a list.
    public var templateValue: TemplateValue { .array(map(\.templateValue)) }
}
