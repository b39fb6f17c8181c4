// A name that a function inside reads as well lives in a cell, not in a slot. That is known only when the whole
// body has been compiled; then its operations are written anew with cells in place of those slots.

extension Compiler {
    /// The code of the innermost context, with cells where they are needed.
    mutating func finishedBody() -> Body {
        var body = context.body
        body.captures = []
        guard !context.enclosed.isEmpty else { return body }
        let cells = cellNumbers()
        body.cellCount = cells.count
        for position in body.operations.indices { moveToCells(&body.operations[position], cells) }
        if contexts.count == 1 { code.locals = code.locals.map { ($0.name, $0.place.moved(cells)) } }
        return body
    }

    /// The number of the cell of each slot that has one; what comes from around the function is first.
    private func cellNumbers() -> [Int: Int] {
        var cells: [Int: Int] = [:]
        for (number, capture) in context.captures.enumerated() { cells[capture.slot] = number }
        for slot in context.enclosed.sorted() where cells[slot] == nil { cells[slot] = cells.count }
        return cells
    }

    private mutating func moveToCells(_ operation: inout Operation, _ cells: [Int: Int]) {
        switch operation {
        case .slot(let slot): if let cell = cells[slot] { operation = .cell(cell) }
        case .store(let slot): if let cell = cells[slot] { operation = .storeCell(cell) }
        case .declare(let slot): if let cell = cells[slot] { operation = .declareCell(cell) }
        case .open(let slot): if let cell = cells[slot] { operation = .openCell(cell) }
        case .renew(let slot): if let cell = cells[slot] { operation = .renewCell(cell) }
        case .enclose(let slot): if let cell = cells[slot] { operation = .encloseCell(slot: slot, cell: cell) }
        case .path(let path), .printPath(let path, _):
            code.paths[path].place = code.paths[path].place.moved(cells)
        // What a callback is given comes into its slot, from where `enclose` takes it.
        case .beginLoop(let loop) where code.loops[loop].form == .forOf || code.loops[loop].form == .forIn:
            code.loops[loop].element = code.loops[loop].element?.moved(cells)
            code.loops[loop].index = code.loops[loop].index?.moved(cells)
            code.loops[loop].whole = code.loops[loop].whole?.moved(cells)
        case .function(let function):
            code.functions[function].captures = code.functions[function].captures.compactMap { cells[$0] }
        case _: break
        }
    }
}

extension Place {
    /// The cell in place of a slot that has one.
    fileprivate func moved(_ cells: [Int: Int]) -> Place {
        guard case .slot(let slot) = self, let cell = cells[slot] else { return self }
        return .cell(cell)
    }
}
