/// What is compared and set in one step.
enum SessionScripts {
    /// `KEYS`: the session; `ARGV`: the bytes that were loaded, the new ones, the seconds that they have to live.
    ///
    /// Answers 1: done; 0: there is none; else the newer text and how long it has to live.
    static let replace = RedisScript(
        """
        local stored = redis.pcall('GET', KEYS[1])
        if type(stored) ~= 'string' then return 0 end
        if stored ~= ARGV[1] then return {stored, redis.call('PTTL', KEYS[1])} end
        if tonumber(ARGV[3]) > 0 then
          redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
        else
          redis.call('DEL', KEYS[1])
        end
        return 1
        """)

    /// `KEYS`: the session and where it goes; `ARGV` and answer as in ``replace``.
    ///
    /// The new one is written before the old one goes: a server that is full refuses the first step.
    static let move = RedisScript(
        """
        local stored = redis.pcall('GET', KEYS[1])
        if type(stored) ~= 'string' then return 0 end
        if stored ~= ARGV[1] then return {stored, redis.call('PTTL', KEYS[1])} end
        if KEYS[1] ~= KEYS[2] and redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
        local lives = tonumber(ARGV[3]) > 0
        if lives then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
        if KEYS[1] ~= KEYS[2] or not lives then redis.call('DEL', KEYS[1]) end
        return 1
        """)

    /// The second half of a move to another slot of a cluster; `KEYS`, `ARGV` and answer as in ``replace``.
    static let remove = RedisScript(
        """
        local stored = redis.pcall('GET', KEYS[1])
        if type(stored) ~= 'string' then return 0 end
        if stored ~= ARGV[1] then return {stored, redis.call('PTTL', KEYS[1])} end
        redis.call('DEL', KEYS[1])
        return 1
        """)
}
