// Writes hashes.json beside itself: what bcryptjs, which many an Express app uses, makes of these passwords.
//
//     NODE_PATH=<folder that has bcryptjs> node record.cjs
//
// bcryptjs shares no code with libxcrypt. Equal versions write equal bytes, for the salts are given.

'use strict'

const fs = require('fs')
const path = require('path')
const bcrypt = require('bcryptjs')

const long = 'contraseña muy, muy larga; '.repeat(30)
const bytes = count => 'abcdefghij'.repeat(100).slice(0, count)

const passwords = [
  'a', 'correct horse', 'contraseña segura', 'ñandú', 'niños', '😀🔑', '\u00a3', '\u00ff\u00ff\u00a3', '\u{10ffff}',
  ' blanks at the ends ', 'tab\tand\nline', '\u0001', '$2b$04$', bytes(55), bytes(71), bytes(72), bytes(73),
  bytes(71) + 'ñ', bytes(254), bytes(255), bytes(256), bytes(511), bytes(512), bytes(999), long
]
const salts = ['......................', 'abcdefghijklmnopqrstuu', 'XajjQvNhvvRt5GSeFk1xFe', '/9/9/9/9/9/9/9/9/9/9/.']

const hashes = passwords.flatMap((password, index) =>
  ['2a', '2b', '2y'].map((kind, place) => {
    const salt = salts[(index + place) % salts.length]
    const cost = index === 2 ? '10' : '04'
    return [password, bcrypt.hashSync(password, `$${kind}$${cost}$${salt}`)]
  }))

const { version } = require('bcryptjs/package.json')
const note = `made by bcryptjs ${version} on Node ${process.version}: record.cjs`
const rows = hashes.map(row => '    ' + JSON.stringify(row)).join(',\n')
fs.writeFileSync(
  path.join(__dirname, 'hashes.json'), `{\n  "note": ${JSON.stringify(note)},\n  "hashes": [\n${rows}\n  ]\n}\n`)
