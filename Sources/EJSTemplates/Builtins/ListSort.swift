/// Sorting as `sort` does: equal elements keep their order, undefined ones go to the end.
///
/// Lists of fewer than 64 elements are compared in the order in which V8 compares them, so that a function that
/// contradicts itself, as `(a, b) => a > b ? 1 : -1` does about equal elements, has the same outcome.
/// Source: ECMA-262, 23.1.3.30; V8, `array-sort.tq`.
enum ListSort {
    /// - Parameters:
    ///   - elements: What is sorted.
    ///   - order: A function of two elements; undefined for the order of their texts.
    ///   - renderer: Runs the function.
    /// - Returns: The sorted elements.
    /// - Throws: What the function throws.
    static func sorted(
        _ elements: [Value], by order: Value, _ renderer: inout Renderer
    ) throws(Fault) -> [Value] {
        let present = elements.filter { !$0.isUndefined }
        let absent = [Value](repeating: .undefined, count: elements.count - present.count)
        if order.isUndefined { return try sortedByText(present, &renderer) + absent }
        let callback = try renderer.callback(order)
        return try sorted(present, &renderer) { left, right, renderer throws(Fault) in
            try renderer.number(of: try renderer.call(callback, Arguments(left, right))) < 0
        } + absent
    }

    private static func sortedByText(_ elements: [Value], _ renderer: inout Renderer) throws(Fault) -> [Value] {
        var keyed: [(key: String, value: Value)] = []
        for element in elements { keyed.append((try renderer.text(of: element), element)) }
        return try sorted(keyed, &renderer) { left, right, _ in left.key.precedes(right.key) }.map(\.value)
    }

    /// Whether the first of two elements goes before the second.
    private typealias Order<Element> = (Element, Element, inout Renderer) throws(Fault) -> Bool

    private static let run = 63

    private static func sorted<Element>(
        _ elements: [Element], _ renderer: inout Renderer, _ isBefore: Order<Element>
    ) throws(Fault) -> [Element] {
        var source = elements
        var width = min(run, elements.count)
        for start in stride(from: 0, to: source.count, by: run) {
            try sortRun(&source, start..<min(start + run, source.count), &renderer, isBefore)
        }
        while width < source.count {
            source = try merged(source, width, &renderer, isBefore)
            width *= 2
        }
        return source
    }

    /// Merges runs of a width two by two.
    private static func merged<Element>(
        _ source: [Element], _ width: Int, _ renderer: inout Renderer, _ isBefore: Order<Element>
    ) throws(Fault) -> [Element] {
        var target: [Element] = []
        target.reserveCapacity(source.count)
        for start in stride(from: 0, to: source.count, by: width * 2) {
            let middle = min(start + width, source.count)
            var left = source[start..<middle]
            var right = source[middle..<min(middle + width, source.count)]
            while let first = left.first, let second = right.first {
                try renderer.spend(1)
                target.append(try isBefore(second, first, &renderer) ? right.removeFirst() : left.removeFirst())
            }
            target += left + right
        }
        return target
    }
}

// MARK: - Short lists

extension ListSort {
    private static func sortRun<Element>(
        _ elements: inout [Element], _ range: Range<Int>, _ renderer: inout Renderer, _ isBefore: Order<Element>
    ) throws(Fault) {
        let start = try sortStart(&elements, range, &renderer, isBefore)
        for position in start..<range.upperBound {
            let element = elements[position]
            var low = range.lowerBound
            var high = position
            while low < high {
                try renderer.spend(1)
                let middle = low + (high - low) / 2
                if try isBefore(element, elements[middle], &renderer) { high = middle } else { low = middle + 1 }
            }
            elements.remove(at: position)
            elements.insert(element, at: low)
        }
    }

    /// Finds how far the elements are in order, or turns them round if they are in the contrary one.
    ///
    /// - Returns: Where the order ends.
    private static func sortStart<Element>(
        _ elements: inout [Element], _ range: Range<Int>, _ renderer: inout Renderer, _ isBefore: Order<Element>
    ) throws(Fault) -> Int {
        guard range.count > 1 else { return range.upperBound }
        var end = range.lowerBound + 1
        let isContrary = try isBefore(elements[end], elements[end - 1], &renderer)
        end += 1
        while end < range.upperBound {
            try renderer.spend(1)
            guard try isBefore(elements[end], elements[end - 1], &renderer) == isContrary else { break }
            end += 1
        }
        if isContrary { elements[range.lowerBound..<end].reverse() }
        return end
    }
}
