// The page is rendered first. If it has asked for a layout, that is rendered next, with the page as its local `body`.

extension Renderer {
    /// Puts the page into its layout, and that into its own.
    mutating func wrapInLayouts() throws(TemplateError) {
        var rounds = 0
        while let program = layout {
            layout = nil
            rounds += 1
            guard rounds <= settings.limits.includeDepth else {
                throw program.code.source.error(
                    at: 0, "layouts stand deeper than \(settings.limits.includeDepth) levels",
                    hint: "a layout may ask for itself")
            }
            layers.append(Layer(values: .object(keep(PlainObject(takeSections()))), assignedAt: nil))
            try run(program)
        }
    }

    /// Takes the output apart: its beginning is `body`, the other sections have their own names.
    private mutating func takeSections() -> OrderedEntries<Value> {
        let newline = UInt8(ascii: "\n")
        var locals = OrderedEntries<Value>()
        let parts = [(name: "body", start: 0)] + sections
        sections = []
        for (number, part) in parts.enumerated() {
            let isLast = number == parts.count - 1
            let end = isLast ? output.count : parts[number + 1].start
            var bytes = output[min(part.start, end)..<end]
            if number > 0, bytes.first == newline { bytes.removeFirst() }
            if !isLast, bytes.last == newline { bytes.removeLast() }
            locals[part.name] = .string(String(decoding: bytes, as: UTF8.self))
        }
        output.removeAll(keepingCapacity: true)
        return locals
    }
}
