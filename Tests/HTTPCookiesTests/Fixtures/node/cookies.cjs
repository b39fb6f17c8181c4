// Writes cookies.json beside itself: what the packages under express-session make of random cookies.
//
//     NODE_PATH=<folder that has express-session> node cookies.cjs
//
// Equal versions write equal bytes.

'use strict'

const fs = require('fs')
const path = require('path')
const { createRequire } = require('module')
const { generator, dice } = require('./random.cjs')

const requireOfSession = createRequire(require.resolve('express-session'))
const cookie = requireOfSession('cookie')
const signature = requireOfSession('cookie-signature')
const { integer, pick, repeat, text } = dice(generator(2))

const characters = [
  'a', 'B', '7', '-', '_', '.', '+', '/', '=', ' ', '%', '"', ';', ',', '&', "'", '(', ')', '*', '!', '~', 'ñ', 'é',
  'e\u0301', '€', '😀', '\u{10ffff}'
]

const signed = repeat(150, 150, () => {
  const secret = text(characters, 1, 40)
  const sid = text(characters, 0, 40)
  return [secret, sid, encodeURIComponent('s:' + signature.sign(sid, secret))]
})

const pieces = [
  'a=', 'b=', 'ab=', 'A=', '=', ';', ';', '; ', ' ', '\t', '"', '%', '%41', '%3D', '%3b', '%22', '%C3%B1', '%ff', '%4',
  '+', ',', 'ñ', '😀', 'x', '1', '.', 's:', 's%3A'
]
const parsed = repeat(600, 600, () => {
  const header = text(pieces, 0, 14)
  const pairs = cookie.parse(header)
  return [header, ...['a', 'b', 'ab', 'A'].map(name => Object.hasOwn(pairs, name) ? pairs[name] : null)]
})

const maybe = choices => pick([undefined, ...choices])
const written = repeat(400, 400, () => {
  const secure = pick([true, false])
  const options = {
    domain: maybe(['example.com', '.example.com', 'localhost', 'a.b-c.example']),
    path: pick(['/', '/', '/app', '/a b']),
    expires: maybe([integer(0, 253402300799999)]),
    httpOnly: pick([true, false]),
    secure,
    partitioned: secure && pick([true, false]),
    priority: maybe(['low', 'Medium', 'HIGH']),
    sameSite: maybe([true, 'strict', 'LAX', ...(secure ? ['none'] : []), false])
  }
  const value = text(characters, 0, 12)
  const { expires } = options
  return { value, options, line: cookie.serialize('a', value, { ...options, expires: expires === undefined ? undefined : new Date(expires) }) }
})

const lines = rows => rows.map(row => '    ' + JSON.stringify(row)).join(',\n')
const version = name => `${name} ${requireOfSession(name + '/package.json').version}`
const note = `made by ${version('cookie')} and ${version('cookie-signature')}: cookies.cjs`
const groups = { signed, parsed, written }
fs.writeFileSync(
  path.join(__dirname, 'cookies.json'),
  `{\n  "note": ${JSON.stringify(note)}` +
    Object.entries(groups).map(([name, rows]) => `,\n  "${name}": [\n${lines(rows)}\n  ]`).join('') + '\n}\n')
