import Logging
import Portero
import RedisStores

func makeSessions(url: String, secrets: [String], logger: Logger) async throws -> (RedisClient, SessionKeeper) {
    let client = try await RedisClient.open(url)
    let keeper = try SessionKeeper(store: RedisSessionStore(client), secrets: secrets, logger: logger)
    return (client, keeper)
}
