import Sessions

/// What a ``FaultyStore`` is to do, and what it was asked.
struct FaultScript {
    var calls: [FaultyStore.Call] = []
    var faults: [Fault] = []
    var interruptions: [ScriptedInterruption] = []

    mutating func takeFault(_ operation: FaultyStore.Operation, _ moment: FaultyStore.Moment) -> StoreError.Kind? {
        let place = faults.firstIndex { $0.operation == operation && $0.moment == moment && $0.left > 0 }
        guard let place else { return nil }
        faults[place].left -= 1
        return faults[place].kind
    }

    mutating func takeInterruptions(
        _ operation: FaultyStore.Operation, _ moment: FaultyStore.Moment
    ) -> [FaultyStore.Interruption] {
        var bodies: [FaultyStore.Interruption] = []
        for place in interruptions.indices {
            let due = interruptions[place]
            guard due.operation == operation, due.moment == moment, due.left > 0 else { continue }
            interruptions[place].left -= 1
            bodies.append(due.body)
        }
        return bodies
    }
}

/// The next failures of one operation.
struct Fault {
    let operation: FaultyStore.Operation
    let moment: FaultyStore.Moment
    let kind: StoreError.Kind
    var left: Int
}

/// What runs around the next calls of one operation.
struct ScriptedInterruption {
    let operation: FaultyStore.Operation
    let moment: FaultyStore.Moment
    var left: Int
    let body: FaultyStore.Interruption
}
