/// Over which stores there are walks.
struct Itinerary {
    let bridges: [any Bridge.Type]
    /// Why others are left out, a line each.
    let omissions: [String]

    /// - Parameters:
    ///   - arguments: of the command line; where they name no store, all are walked for which there are packages.
    ///   - missing: asks which packages of each store, by its name, Node does not find.
    /// - Throws: ``Trouble`` where the arguments are none, or a package is missing without which there is no walk.
    init(_ arguments: [String], missing: () async throws -> [String: [String]]) async throws {
        let chosen = try Self.chosen(arguments)
        let missing = try await missing()
        let needed = (missing[FolderBridge.name] ?? []) + (chosen.flatMap { missing[$0.name] } ?? [])
        guard needed.isEmpty else { throw Trouble.ofExpress("Node does not find \(Self.list(needed)).") }
        let all = chosen.map { [$0] } ?? allBridges
        bridges = all.filter { missing[$0.name, default: []].isEmpty }
        omissions = all.compactMap { bridge in
            let names = missing[bridge.name, default: []]
            return names.isEmpty ? nil : "left out: \(bridge.name), because Node does not find \(Self.list(names))"
        }
    }

    /// - Returns: the store that is named; `nil`: none.
    private static func chosen(_ arguments: [String]) throws -> (any Bridge.Type)? {
        if arguments.isEmpty { return nil }
        guard arguments.count == 2, arguments[0] == "--store",
            let bridge = allBridges.first(where: { $0.name == arguments[1] })
        else { throw Trouble("usage: Interop [--store \(allBridges.map { $0.name }.joined(separator: "|"))]") }
        return bridge
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: " and ") }
}
