/// One step of a compiled view.
///
/// Operations work on a stack of values and on slots, which hold the locals and declared names of one running view.
/// Numbers in the cases are positions in the tables of the `Program`.
enum Operation {
    /// Prints a run of text.
    case text(Int)
    /// Pops and prints.
    case print(isEscaped: Bool)
    /// Prints what a path leads to.
    case printPath(Int, isEscaped: Bool)

    case constant(Int)
    case slot(Int)
    /// Pushes what a path leads to.
    case path(Int)
    /// Pushes a `var` of the view, or the local of its name, which counts first.
    case variable(slot: Int, local: Int)
    /// Pushes all locals as one object.
    case locals
    case array(count: Int)
    case object(shape: Int)
    /// Pops so many values and pushes their texts as one.
    case join(count: Int)

    case member(Int)
    case element
    case unary(UnaryOperator)
    case binary(BinaryOperator)

    /// Pops into a slot.
    case store(Int)
    /// Pops into a `var` of the view, or into the local of its name where there is one.
    case storeVariable(slot: Int, local: Int, name: Int)
    case drop

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
    /// Makes the value undefined and jumps when it is undefined or null.
    case jumpIfAbsent(Int)

    /// Pops a list and begins to walk over it.
    case beginLoop(Int)
    /// Puts the next element into its slots, or jumps to the loop's end.
    case nextElement(Int)
    case endLoop

    /// Runs another view, for its output or for its text as a value.
    case include(Int)
}
