/// One step of a compiled view.
///
/// Operations work on a stack of values and on slots, which hold the locals and declared names of one running view or
/// function. A name that a function inside reads as well lives in a cell instead. Numbers in the cases are positions
/// in the tables of the `Code`.
enum Operation {
    /// Prints a run of text, by its range in the source.
    case text(Int, Int)
    /// Pops and prints.
    case print(isEscaped: Bool)
    /// Prints what a path leads to.
    case printPath(Int, isEscaped: Bool)

    case constant(Int)
    case slot(Int)
    case cell(Int)
    /// Pushes what a path leads to.
    case path(Int)
    /// Pushes all locals as one object.
    case locals
    case array(count: Int)
    case object(shape: Int)
    /// Pops a value and adds it to the list under it.
    case append
    /// Pops a list or a text and adds its elements to the list under it.
    case appendAll
    /// Pops a value and sets it in the object under it.
    case setKey(Int)
    /// Pops a value and a key and sets them in the object under both.
    case setComputedKey
    /// Pops an object and sets all its keys in the object under it.
    case setAll
    /// Makes a function of code and the cells it reads.
    case function(Int)
    /// Makes a regular expression.
    case regExp(Int)
    /// Pushes a function of the language as a value.
    case builtin(Int)
    /// Pops so many values and pushes their texts as one.
    case join(count: Int)

    case member(Int)
    case element
    case unary(UnaryOperator)
    case binary(BinaryOperator)

    case copy
    /// Pushes copies of the two values on top.
    case copyTwo
    case drop

    /// Pops into a slot.
    case store(Int)
    case storeCell(Int)
    /// Pops into a slot as its declaration does.
    case declare(Int)
    case declareCell(Int)
    /// Opens the scope of a name; nothing to do unless it lives in a cell.
    case open(Int)
    case openCell(Int)
    /// Gives a name that lives in a cell a new cell with the same value.
    case renew(Int)
    case renewCell(Int)
    /// Moves an argument from its slot into its cell, where it lives in one.
    case enclose(Int)
    case encloseCell(slot: Int, cell: Int)
    /// Makes the value on top also the local of a name; one that is not there yet is made only where that is asked.
    case noteLocal(Int, makes: Bool)
    /// Pops a value and sets it as a member of the object under it; leaves the value.
    case setMember(Int)
    /// Pops a value and an index and sets them in the object under both; leaves the value.
    case setElement
    /// Pops a key and an object and removes the one from the other.
    case deleteElement

    case jump(Int)
    /// Jumps backwards; the only way to run an operation again, so that steps are counted here.
    case `repeat`(Int)
    /// Pops, and jumps when that is false.
    case jumpUnless(Int)
    /// Jumps and keeps the value when it is false, else pops it.
    case jumpKeepingFalse(Int)
    /// Jumps and keeps the value when it is true, else pops it.
    case jumpKeepingTrue(Int)
    /// Jumps and keeps the value when it is neither undefined nor null, else pops it.
    case jumpKeepingPresent(Int)
    /// Jumps and keeps the value when it is not undefined, else pops it.
    case jumpKeepingDefined(Int)
    /// Makes the value undefined and jumps when it is undefined or null.
    case jumpIfAbsent(Int)

    /// Pops a list and begins to walk over it.
    case beginLoop(Int)
    /// Puts the next element into its slots, or jumps to the loop's end.
    case nextElement(Int)
    case endLoop
    /// Turns a list or a text into a list of its own, for taking it apart; throws for what cannot be walked over.
    case spreadOut(Int)
    /// Pushes what an object on top has besides some keys.
    case otherKeys(shape: Int)
    /// Pushes the elements of the list on top from a position on.
    case otherElements(from: Int)
    /// Throws when there is nothing on top that could be taken apart.
    case requireObject(Int)

    /// Runs another view, for its output or for its text as a value.
    case include(Int)
    /// Pops arguments and the receiver under them, and pushes what the method answers.
    case callMethod(Int)
    /// Pops arguments and pushes what a function of the language answers.
    case callBuiltin(Int)
    /// Pops arguments and the function under them, and pushes its answer.
    case callValue(Int)
    /// Ends a function with the value on top, or a view.
    case leave
}
