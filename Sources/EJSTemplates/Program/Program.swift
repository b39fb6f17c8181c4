import Synchronization

/// A compiled view, linked to the views it includes.
///
/// It never changes.
final class Program: Sendable {
    let code: Code
    /// For each place of an include, the number of the view; `nil` where the path is worked out at run time.
    let targets: [Int?]
    private let lastSize = Atomic<Int>(1024)

    private static let mostReserved = 1 << 20

    init(code: Code, targets: [Int?]) {
        self.code = code
        self.targets = targets
    }

    /// How many bytes to reserve: a little more than the last output took.
    var expectedSize: Int { lastSize.load(ordering: .relaxed) }

    /// Takes note of the size of an output.
    func took(_ size: Int) { lastSize.store(min(size + 64, Self.mostReserved), ordering: .relaxed) }
}

/// What a view compiles to: operations and the tables that they point into.
struct Code: Sendable {
    /// The name inside the views folder: `pages/home.ejs`.
    let name: String
    let source: SourceFile
    var operations: [Operation] = []
    /// For each operation, the byte of the source it comes from; read only when an error is shown.
    var offsets: [Int] = []
    var constants: [TemplateValue] = []
    var texts: [[UInt8]] = []
    var words: [String] = []
    var paths: [Path] = []
    /// The keys of object literals.
    var shapes: [[String]] = []
    var loops: [LoopSite] = []
    var includes: [IncludeSite] = []
    /// The locals that the view reads by name, and the slots they go to when it starts.
    var locals: [(name: String, slot: Int)] = []
    var slotCount = 0
    /// The `var`s of the view, each with two slots: for its value, and for whether a local has its name.
    var variables: [(name: String, slot: Int)] = []

    init(name: String, source: SourceFile) {
        self.name = name
        self.source = source
    }
}

/// A slot and the members read from it: `user.name`.
struct Path: Sendable {
    var slot: Int
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
        case forOf, forEach
        case map
    }

    var form: Form
    /// How the list is written, for errors.
    var list: String
    /// Where the element, its index and the whole list go.
    var elementSlot: Int?
    var indexSlot: Int?
    var listSlot: Int?
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
    }

    var target: Target
    var hasData: Bool
    var use: Use
    var offset: Int
    /// Whether the view cannot be rendered without coming here.
    var isCertain: Bool
}
