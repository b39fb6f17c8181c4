/// The bounds within which views are read and rendered; fixed when the views are loaded.
public struct TemplateLimits: Sendable {
    /// How much work one rendering may do, in steps of the compiled program.
    public var steps: Int
    /// How deep includes may stand in each other; each level takes some kilobytes of stack.
    public var includeDepth: Int
    /// How deep calls of a view's own functions may stand in each other; each level takes some kilobytes of stack.
    public var callDepth: Int
    /// How many bytes one rendering may produce; no text made on the way may be longer either.
    public var outputBytes: Int
    /// How deep brackets and blocks may stand in each other in a view; each level takes some kilobytes of stack.
    public var nesting: Int

    /// Makes the bounds; each default is far beyond what a page needs.
    public init(
        steps: Int = 10_000_000, includeDepth: Int = 64, callDepth: Int = 100, outputBytes: Int = 64 << 20,
        nesting: Int = 150
    ) {
        self.steps = steps
        self.includeDepth = includeDepth
        self.callDepth = callDepth
        self.outputBytes = outputBytes
        self.nesting = nesting
    }
}
