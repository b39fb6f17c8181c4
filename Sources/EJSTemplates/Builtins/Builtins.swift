/// A function of the language: the renderer that runs it, what it is called on, and its arguments.
///
/// What it is called on is undefined for functions that stand by themselves, as `parseInt`.
typealias Builtin = @Sendable (inout Renderer, Value, Arguments) throws(Fault) -> Value

/// The functions of the language that views can call, by what they are called on; there are no others.
///
/// Each kind of receiver has a file with its table. Everything is found when views are loaded; a call at run time is
/// two array lookups.
enum Builtins {
    /// What a method is called on.
    enum Receiver: Int, CaseIterable {
        case string, number, bool, array, object, function, date, regExp
        /// A text whose method is given a regular expression.
        case pattern

        /// - Returns: `nil` for undefined and null, which have no methods.
        init?(_ value: Value) {
            switch value {
            case .undefined, .null: return nil
            case .bool: self = .bool
            case .number: self = .number
            case .string: self = .string
            case .dataArray, .array: self = .array
            case .dataObject, .object: self = .object
            case .function: self = .function
            case .date: self = .date
            case .regExp: self = .regExp
            }
        }
    }

    /// What stands under a name like `Math`.
    enum Static: Sendable {
        case constant(TemplateValue)
        case function(Builtin)
    }

    static let methods = MethodTable([
        .string: StringMethods.all, .number: NumberMethods.all, .bool: BooleanMethods.all, .array: ArrayMethods.all,
        .object: ObjectMethods.all, .function: FunctionMethods.all, .date: DateMethods.all,
        .regExp: RegExpMethods.all, .pattern: PatternMethods.all,
    ])

    /// `Math.round` and its like: names that stand before a dot.
    static let statics: [String: [String: Static]] = [
        "Math": MathStatics.all, "JSON": JSONStatics.all, "Object": ObjectStatics.all, "Array": ArrayStatics.all,
        "Number": NumberStatics.all, "String": StringStatics.all, "Date": DateStatics.all,
    ]

    /// `parseInt` and its like: functions that stand by themselves, and are values as in `list.map(Number)`.
    static let functions: [String: Builtin] = Conversions.all.merging(LayoutFunctions.all) { $1 }

    /// What stands after `new`.
    static let constructors: [String: Builtin] = DateStatics.constructors.merging(
        RegExpMethods.constructors
    ) { $1 }

    /// Whether a method changes what it is called on: a list, or a date.
    static func changes(_ name: String) -> Bool { changing.contains(name) || name.hasPrefix("set") }

    private static let changing: Set<String> = [
        "push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin",
    ]

    /// Whether a name belongs to the language and is no local.
    static func knows(_ name: String) -> Bool { statics[name] != nil || functions[name] != nil }
}

/// Methods by receiver and name; each name has a number, which views are compiled to.
struct MethodTable: Sendable {
    private var numbers: [String: Int] = [:]
    private var rows: [[Builtin?]]

    init(_ tables: [Builtins.Receiver: [String: Builtin]]) {
        let names = Set(tables.values.flatMap(\.keys)).sorted()
        for (number, name) in names.enumerated() { numbers[name] = number }
        rows = Builtins.Receiver.allCases.map { receiver in names.map { tables[receiver]?[$0] } }
    }

    var names: [String] { numbers.keys.sorted() }

    /// - Returns: `nil` when no receiver has a method of this name.
    func number(of name: String) -> Int? { numbers[name] }

    func method(_ number: Int, of receiver: Builtins.Receiver) -> Builtin? { rows[receiver.rawValue][number] }
}
