/// What happens to families of refresh tokens in one step.
///
/// A family is a hash; a set names those of each sign-in, another those of each user, and a sorted set says when each
/// ends. All keys begin alike, with a hash tag, so that a cluster has them on one node. Texts that are numbers stay as
/// they are: Lua would write a large one with an exponent.
enum RefreshFamilyScripts {
    /// The fields of a hash, in the order in which they are asked for.
    static let fields = ["sid", "usr", "name", "live", "previous", "rotated", "expire", "limit"]

    private static let read =
        "redis.call('HMGET', key, " + fields.map { "'\($0)'" }.joined(separator: ", ") + ")"

    /// `KEYS`: the ends; `ARGV`: how keys begin, the moment, the family, then ``fields``.
    ///
    /// Answers 1: begun; 0: the key is taken.
    static let begin = RedisScript(
        """
        local base, now, id = ARGV[1], tonumber(ARGV[2]), ARGV[3]
        local key = base .. 'f:' .. id
        local old = redis.call('HMGET', key, 'expire', 'sid', 'usr')
        local ends = tonumber(old[1] or '')
        if ends and ends > now then return 0 end
        if old[2] then redis.call('SREM', base .. 's:' .. old[2], id) end
        if old[3] then redis.call('SREM', base .. 'u:' .. old[3], id) end
        redis.call('HSET', key, 'sid', ARGV[4], 'usr', ARGV[5], 'name', ARGV[6], 'live', ARGV[7],
          'previous', ARGV[8], 'rotated', ARGV[9], 'expire', ARGV[10], 'limit', ARGV[11])
        redis.call('SADD', base .. 's:' .. ARGV[4], id)
        redis.call('SADD', base .. 'u:' .. ARGV[5], id)
        redis.call('ZADD', KEYS[1], ARGV[10], id)
        return 1
        """)

    /// `KEYS`: the ends; `ARGV`: how keys begin, the moment, the family, the token shown, the next one, its expiry.
    ///
    /// Answers 0: there is none; else 1 or 0, whether it was traded, and the fields.
    static let rotate = RedisScript(
        """
        local base, now, id = ARGV[1], tonumber(ARGV[2]), ARGV[3]
        local key = base .. 'f:' .. id
        local family = \(read)
        local ends = tonumber(family[7] or '')
        if not ends or ends <= now then return 0 end
        if family[4] ~= ARGV[4] then return {0, family} end
        local expire = ARGV[6]
        if tonumber(expire) > tonumber(family[8]) then expire = family[8] end
        redis.call('HSET', key, 'live', ARGV[5], 'previous', ARGV[4], 'rotated', ARGV[2], 'expire', expire)
        redis.call('ZADD', KEYS[1], expire, id)
        return {1, \(read)}
        """)

    /// `KEYS`: the ends; `ARGV`: how keys begin, the moment, the sign-in.
    ///
    /// Answers how many live ones there were.
    static let revoke = RedisScript(
        """
        local base, now = ARGV[1], tonumber(ARGV[2])
        local names, live = base .. 's:' .. ARGV[3], 0
        for _, id in ipairs(redis.call('SMEMBERS', names)) do
          local key = base .. 'f:' .. id
          local family = redis.call('HMGET', key, 'expire', 'usr')
          local ends = tonumber(family[1] or '')
          if ends and ends > now then live = live + 1 end
          if family[2] then redis.call('SREM', base .. 'u:' .. family[2], id) end
          redis.call('DEL', key)
          redis.call('ZREM', KEYS[1], id)
        end
        redis.call('DEL', names)
        return live
        """)

    /// `KEYS`: the ends; `ARGV`: how keys begin, the user.
    ///
    /// Answers each family and its fields.
    static let families = RedisScript(
        """
        local base, all = ARGV[1], {}
        for _, id in ipairs(redis.call('SMEMBERS', base .. 'u:' .. ARGV[2])) do
          local key = base .. 'f:' .. id
          all[#all + 1] = {id, \(read)}
        end
        return all
        """)

    /// `KEYS`: the ends; `ARGV`: how keys begin, the moment, how many at the most.
    ///
    /// Answers how many there were.
    static let sweep = RedisScript(
        """
        local base = ARGV[1]
        local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
        for _, id in ipairs(ended) do
          local key = base .. 'f:' .. id
          local family = redis.call('HMGET', key, 'sid', 'usr')
          if family[1] then redis.call('SREM', base .. 's:' .. family[1], id) end
          if family[2] then redis.call('SREM', base .. 'u:' .. family[2], id) end
          redis.call('DEL', key)
          redis.call('ZREM', KEYS[1], id)
        end
        return #ended
        """)
}
