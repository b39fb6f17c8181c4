/// A function of the app that views call by a name.
///
/// ```swift
/// let settings = TemplateSettings(functions: [
///     "money": TemplateFunction { (amount: Double, currency: String?) in "\(amount) \(currency ?? "€")" }
/// ])
/// ```
public struct TemplateFunction: Sendable {
    private let answer: @Sendable ([TemplateValue]) throws -> TemplateValue

    /// Makes a function that takes any number of values as they come.
    ///
    /// - Parameter answer: what the function answers; an error that it throws ends the rendering.
    public init(values answer: @escaping @Sendable ([TemplateValue]) throws -> TemplateValue) {
        self.answer = answer
    }

    /// Makes a function of a Swift closure with typed parameters.
    ///
    /// A missing argument is undefined, which only optional parameters take. An argument of another type ends the
    /// rendering with an error that says what was expected.
    ///
    /// - Parameter answer: what the function answers; an error that it throws ends the rendering.
    public init<each Parameter: TemplateConvertible, Answer: TemplateConvertible>(
        _ answer: @escaping @Sendable (repeat each Parameter) throws -> Answer
    ) {
        self.answer = { values in
            var rest = values[...]
            var position = 0
            return try answer(repeat try (each Parameter).next(of: &rest, &position)).templateValue
        }
    }

    /// The function as the language's own are.
    func builtin(named name: String) -> Builtin {
        { renderer, _, arguments throws(Fault) in
            let answer = try self.call(arguments, named: name)
            guard case .string(let text) = answer else { return try renderer.value(of: answer) }
            return try renderer.string(text)
        }
    }

    private func call(_ arguments: Arguments, named name: String) throws(Fault) -> TemplateValue {
        var values: [TemplateValue] = []
        for argument in arguments.values { values.append(try argument.data()) }
        do { return try answer(values) } catch { throw .here("\(name): \(error)") }
    }
}

/// An argument that is not of the type which a function takes.
struct ArgumentMismatch: Error, CustomStringConvertible {
    let position: Int
    let met: String
    let expected: String

    var description: String { "argument \(position) is \(met), expected \(expected)" }
}

extension TemplateConvertible {
    /// Takes the next argument.
    fileprivate static func next(of rest: inout ArraySlice<TemplateValue>, _ position: inout Int) throws -> Self {
        let value = rest.popFirst() ?? .undefined
        position += 1
        guard let argument = Self(templateValue: value) else {
            throw ArgumentMismatch(position: position, met: value.kindName, expected: templateKind)
        }
        return argument
    }
}

extension TemplateValue {
    fileprivate var kindName: String {
        switch self {
        case .undefined: "undefined"
        case .null: "null"
        case .bool: "a truth value"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        case .date: "a date"
        }
    }
}
