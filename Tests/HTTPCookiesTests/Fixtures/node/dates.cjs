// Writes dates.json beside itself: how Node prints some thousand moments of the years 0000 to 9999, and what it reads.
//
//     node dates.cjs
//
// Needs nothing but Node. Equal versions write equal bytes.

'use strict'

const fs = require('fs')
const path = require('path')
const { generator, dice } = require('./random.cjs')

const { integer, pick } = dice(generator(1))
const first = -62167219200000
const last = 253402300799999
const day = 86400000

const edges = []
for (let year = 0; year < 10000; year += 100) {
  for (const month of [0, 1, 2, 11]) {
    const start = new Date(0).setUTCFullYear(year, month, 1)
    edges.push(start - 1, start)
  }
}
const moments = [
  ...edges.filter(moment => moment >= first),
  ...Array.from({ length: 1000 }, () => integer(first, last)),
  ...Array.from({ length: 500 }, () => integer(0, 4102444800000)),
  ...Array.from({ length: 200 }, () => Math.floor(integer(first, last) / day) * day + pick([-1, 0, 1])),
  last
].filter(moment => moment >= first && moment <= last)

const printed = moments.map(moment => {
  const date = new Date(moment)
  return [moment, date.toISOString(), date.toUTCString()]
})

const digits = (number, width) => String(number).padStart(width, '0')
const read = Array.from({ length: 600 }, () => {
  // V8 takes a 31 February for 3 March, which no store of sessions holds.
  const [year, month] = [integer(0, 9999), integer(0, 13)]
  const length = new Date(Date.UTC(2000 + year % 400, month, 0)).getUTCDate()
  const date = [digits(year, 4), digits(month, 2), digits(integer(0, length), 2)].join('-')
  const seconds = pick(['', ':' + digits(integer(0, 61), 2)])
  const decimals = seconds && pick(['', '.' + digits(integer(0, 999999), integer(1, 6))])
  const offset = pick(['Z', pick('+-') + digits(integer(0, 24), 2) + ':' + digits(integer(0, 60), 2)])
  const time = `T${digits(integer(0, 23), 2)}:${digits(integer(0, 60), 2)}${seconds}${decimals}${offset}`
  const text = date + pick(['', time, time, time])
  const moment = Date.parse(text)
  return [text, Number.isNaN(moment) ? null : moment]
})

const lines = rows => rows.map(row => '    ' + JSON.stringify(row)).join(',\n')
const note = `made by Node ${process.version}: dates.cjs; printed: milliseconds, toISOString, toUTCString; read: Date.parse`
fs.writeFileSync(
  path.join(__dirname, 'dates.json'),
  `{\n  "note": ${JSON.stringify(note)},\n  "printed": [\n${lines(printed)}\n  ],\n  "read": [\n${lines(read)}\n  ]\n}\n`)
