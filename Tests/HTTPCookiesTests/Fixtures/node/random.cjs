// Random numbers that are the same for the same seed.

'use strict'

// Source: mulberry32, Tommy Ettinger 2017.
exports.generator = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

exports.dice = next => {
  const integer = (low, high) => low + Math.floor(next() * (high - low + 1))
  const pick = list => list[integer(0, list.length - 1)]
  const repeat = (low, high, make) => Array.from({ length: integer(low, high) }, make)
  return { integer, pick, repeat, text: (pieces, low, high) => repeat(low, high, () => pick(pieces)).join('') }
}
