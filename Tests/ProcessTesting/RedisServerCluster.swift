import Foundation

/// Three Redis servers that form a cluster, each with a third of the slots.
package struct RedisServerCluster: Sendable {
    /// In the order of their slots.
    package let nodes: [RedisServer]

    /// How many slots there are.
    package static let slots = 16_384

    /// Starts them and waits until each says that the cluster is whole.
    ///
    /// - Throws: where they do not become one.
    package init() async throws {
        var nodes: [RedisServer] = []
        do {
            for _ in 0..<3 { nodes.append(try await RedisServer(cluster: true)) }
            try await Self.join(nodes)
        } catch {
            for node in nodes { try await node.stop() }
            throw error
        }
        self.nodes = nodes
    }

    private static func join(_ nodes: [RedisServer]) async throws {
        for (place, node) in nodes.enumerated() {
            let (first, end) = (place * slots / 3, (place + 1) * slots / 3)
            try await node.tell("CLUSTER", "SET-CONFIG-EPOCH", "\(place + 1)")
            try await node.tell(["CLUSTER", "ADDSLOTS"] + (first..<end).map { "\($0)" })
        }
        for node in nodes {
            for other in nodes {
                try await node.tell("CLUSTER", "MEET", "127.0.0.1", "\(other.port)", "\(other.busPort)")
            }
        }
        for node in nodes {
            try await poll("the cluster to be whole") {
                let said = try await node.tell("CLUSTER", "INFO")
                return said.contains("cluster_state:ok") && said.contains("cluster_known_nodes:3") ? () : nil
            }
        }
    }

    /// Ends them.
    package func stop() async throws {
        for node in nodes { try await node.stop() }
    }
}
