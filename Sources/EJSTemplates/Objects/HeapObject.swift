/// Something a view has made that has an identity and can be changed.
///
/// The renderer keeps all of them until the page is done and then clears them one by one: neither a ring of objects
/// nor a very long chain of them outlives the page.
class HeapObject {
    /// Lets go of everything that the object holds.
    func clear() {}
}

/// A list that a view has made.
final class ArrayObject: HeapObject {
    var elements: [Value]

    init(_ elements: [Value]) { self.elements = elements }

    override func clear() { elements = [] }
}

/// Named values that a view has made, in JavaScript's order.
final class PlainObject: HeapObject {
    var entries: OrderedEntries<Value>

    init(_ entries: OrderedEntries<Value> = OrderedEntries()) { self.entries = entries }

    override func clear() { entries = OrderedEntries() }
}

/// A moment: milliseconds since the start of 1970 in UTC, `NaN` for no moment at all.
final class DateObject: HeapObject {
    var time: Double

    init(time: Double) { self.time = time }
}

/// A regular expression, and where it goes on when it is asked again.
final class RegExpObject: HeapObject {
    let pattern: RegExp
    var lastIndex = 0

    init(_ pattern: RegExp) { self.pattern = pattern }

    var text: String { "/\(pattern.source)/\(pattern.flagLetters)" }
}

/// A function that a view has written, or one of the language or of the app as a value.
final class FunctionObject: HeapObject {
    enum Body {
        /// Written in a view: the number of its code there, and what it reads from around it.
        case written(Program, Int, [Cell])
        case builtin(Builtin)
    }

    var body: Body?
    let name: String

    init(_ body: Body, name: String) {
        self.body = body
        self.name = name
    }

    override func clear() { body = nil }
}

/// A variable that a function reads from around it.
final class Cell: HeapObject {
    var value: Value
    /// Whether its declaration has been passed.
    var isReady: Bool

    init(_ value: Value, isReady: Bool = true) {
        self.value = value
        self.isReady = isReady
    }

    override func clear() { value = .undefined }
}
