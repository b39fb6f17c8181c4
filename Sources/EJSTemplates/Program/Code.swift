/// What a view compiles to: the code of the view and of its functions, and the tables that they point into.
struct Code: Sendable {
    /// The name inside the views folder: `pages/home.ejs`.
    let name: String
    let source: SourceFile
    /// The view's own code.
    var main = Body()
    var functions: [Body] = []
    var constants: [TemplateValue] = []
    var words: [String] = []
    var patterns: [RegExp] = []
    var paths: [Path] = []
    /// The keys of object literals.
    var shapes: [[String]] = []
    var loops: [LoopSite] = []
    var includes: [IncludeSite] = []
    var calls: [CallSite] = []
    var builtins: [NamedBuiltin] = []
    /// The locals that the view reads by name, and the places they go to when it starts.
    var locals: [(name: String, place: Place)] = []
    /// Whether the view takes `locals` as a whole.
    var takesAllLocals = false
    /// Whether the view changes lists or objects, which may be some of the data.
    var changesObjects = false
    /// Names that the view gives to values in objects: what is called elsewhere may be a function among these.
    var keys: Set<String> = []
    /// Whether the view gives values to names that it works out.
    var hasComputedKeys = false
    /// Calls of functions and methods that neither the language nor the app has.
    var unknownCalls: [UnknownCall] = []

    init(name: String, source: SourceFile) {
        self.name = name
        self.source = source
    }
}

/// The operations of a view or of one function.
struct Body: Sendable {
    var name = ""
    var operations: [Operation] = []
    /// For each operation, the byte of the source it comes from; read only when an error is shown.
    var offsets: [Int] = []
    var slotCount = 0
    var cellCount = 0
    /// For each of the first cells, the cell around the function that it is.
    var captures: [Int] = []
    /// How many arguments go to the first slots.
    var parameterCount = 0
    /// The slot of the list of all further arguments.
    var restSlot: Int?
    /// The slot of the function itself, where it can call itself by its name.
    var selfSlot: Int?
}

/// Where a name lives in a running view or function.
enum Place: Sendable {
    case slot(Int)
    case cell(Int)
}

/// A name and the members read from it: `user.name`.
struct Path: Sendable {
    var place: Place
    /// The local that must be there; `nil` for declared names and for `locals.x`.
    var root: Name?
    var steps: [Step]

    struct Step: Sendable {
        var name: String
        var offset: Int
    }
}

/// One loop over a list.
struct LoopSite: Sendable {
    enum Form: Sendable {
        case forOf, forIn, forEach, map
    }

    var form: Form
    /// How the list is written, for errors.
    var list: String
    /// Where the element, its index and the whole list go.
    var element: Place?
    var index: Place?
    var whole: Place?
    /// The operation after the last round.
    var exit = 0
}

/// One place where a view is included.
struct IncludeSite: Sendable {
    enum Target: Sendable {
        /// A path written as a text.
        case written(String)
        /// A path that is popped from the stack at run time.
        case computed
    }

    enum Use: Sendable {
        /// The output goes straight to the page.
        case output
        /// The output becomes a text on the stack.
        case value
        /// The same, once or for each element of a list.
        case partial
        /// The view is put around the page when that is done.
        case layout
    }

    var target: Target
    var hasData: Bool
    var use: Use
    var offset: Int
    /// Whether the view cannot be rendered without coming here.
    var isCertain: Bool
}

/// One place where something is called.
struct CallSite: Sendable {
    /// How what is called is written, for errors.
    var callee: String
    /// The name of a method.
    var name = ""
    /// The method's number in `Builtins.methods`; `nil` where only an object's own function can be meant.
    var method: Int?
    /// How many arguments stand on the stack; `nil` when they stand there in one list.
    var count: Int?
}

/// A call of something that only a view's own object can have.
struct UnknownCall: Sendable {
    var name: String
    var isMethod: Bool
    /// How it is written, from a local on: `utils.trim`; `nil` for the method of another value.
    var path: String?
    var offset: Int
}

/// A function of the language under its name.
struct NamedBuiltin: Sendable {
    var name: String
    var function: Builtin
}
