/// A list that is walked over.
struct LoopState {
    enum List {
        case data([TemplateValue])
        case values([Value])
        /// A list of the view, which may grow while `for … of` walks over it.
        case live(ArrayObject)
        /// The first elements of a list of the view: `forEach` does not come to those added on the way.
        case first(Int, ArrayObject)
        /// The keys of an object; `for … in` does not come to those that are gone.
        case keys([String], of: Value)
    }

    var list: List
    var next = 0

    /// The element that comes next; `nil` at the end.
    var element: Value? {
        switch list {
        case .data(let elements): next < elements.count ? Value(elements[next]) : nil
        case .values(let elements): next < elements.count ? elements[next] : nil
        case .live(let array): next < array.elements.count ? array.elements[next] : nil
        case .first(let count, let array): next < min(count, array.elements.count) ? array.elements[next] : nil
        case .keys(let keys, _): next < keys.count ? .string(keys[next]) : nil
        }
    }

    /// Passes by the keys that are gone.
    mutating func skipAbsent() {
        guard case .keys(let keys, let object) = list else { return }
        while next < keys.count, !object.has(keys[next]) { next += 1 }
    }
}

extension Renderer {
    mutating func beginLoop(_ loop: LoopSite) throws(Fault) {
        let list = pop()
        loops.append(LoopState(list: loop.form == .forIn ? try keys(of: list) : try elements(of: list, loop)))
    }

    private mutating func elements(of list: Value, _ loop: LoopSite) throws(Fault) -> LoopState.List {
        switch (list, loop.form) {
        case (.dataArray(let elements), _): return .data(elements)
        case (.array(let array), .forOf): return .live(array)
        case (.array(let array), _): return .first(array.elements.count, array)
        case (.string, .forOf): return .values(try spread(list, described: loop.list))
        case (_, .forOf): throw .here("\(loop.list) is not iterable")
        case (.undefined, _), (.null, _): throw list.absence(reading: loop.form == .map ? "map" : "forEach")
        case _: throw .here("\(loop.list) is not a function")
        }
    }

    /// What `for … in` walks over: the keys of an object, the indices of a list or a text; nothing for other values.
    private mutating func keys(of value: Value) throws(Fault) -> LoopState.List {
        if case .string(let text) = value { return .values((0..<text.utf16.count).map { .string(String($0)) }) }
        let members = Members(value)?.ordered ?? []
        try spend(members.count)
        return .keys(members.map(\.key), of: value)
    }

    mutating func nextElement(_ number: Int, _ program: Program, _ frame: inout Frame) {
        let last = loops.count - 1
        loops[last].skipAbsent()
        guard let element = loops[last].element else {
            frame.next = program.code.loops[number].exit
            return
        }
        let index = loops[last].next
        loops[last].next = index + 1
        if let place = program.code.loops[number].element { set(place, element, frame) }
        if let place = program.code.loops[number].index { set(place, Value(index), frame) }
        if let place = program.code.loops[number].whole { set(place, wholeList(loops[last].list), frame) }
    }

    private mutating func set(_ place: Place, _ value: Value, _ frame: Frame) {
        switch place {
        case .slot(let slot): stack[frame.base + slot] = value
        case .cell(let cell): cells[frame.cellBase + cell] = self.cell(value)
        }
    }

    private mutating func wholeList(_ list: LoopState.List) -> Value {
        switch list {
        case .data(let elements): .dataArray(elements)
        case .values(let elements): .array(keep(ArrayObject(elements)))
        case .live(let array), .first(_, let array): .array(array)
        case .keys(_, let object): object
        }
    }
}
