// Writes matrix.json beside itself: what express-session does, over HTTP, in every case of the product of `axes`.
//
//     NODE_PATH=<folder that has express-session> node record.cjs
//
// Equal versions write equal bytes: the clock stands still, ids and values are constant. A case is a row of `axes`'
// choices and the number of its outcome; the outcomes, many of which are the same, are written once each.

'use strict'

const fs = require('fs')
const http = require('http')
const path = require('path')
const { createRequire } = require('module')

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length ? args : [now]))
  }
  static now() {
    return now
  }
}

const expressSession = require('express-session')
const requireOfSession = createRequire(require.resolve('express-session'))
const signature = requireOfSession('cookie-signature')

const secrets = ['new', 'old']
const maxAge = 600_000
// A store's time to live where the cookie has none, as connect-redis has it.
const timeToLive = 86_400_000
// When the known session was stored.
const written = now - 90_000
const known = 'known'

// What a handler does; it answers when this is done.
const actions = {
  'nothing': async () => {},
  'set': async req => { req.session.n = 2 },
  'set the same': async req => { req.session.n = 1 },
  'remove': async req => { delete req.session.n },
  'unset': async req => { req.session = null },
  'regenerate': req => regenerate(req),
  'regenerate, set': async req => { await regenerate(req); req.session.n = 2 },
  'set, regenerate': req => { req.session.n = 2; return regenerate(req) },
  'destroy': req => done(next => req.session.destroy(next)),
  'set, destroy': req => { req.session.n = 2; return done(next => req.session.destroy(next)) },
  'save': req => save(req),
  'set, save': req => { req.session.n = 2; return save(req) },
  'set, save, set': async req => { req.session.n = 2; await save(req); req.session.n = 3 },
  'regenerate, set, save': async req => { await regenerate(req); req.session.n = 2; await save(req) },
  'reload': req => done(next => req.session.reload(next)),
  'set, reload': req => { req.session.n = 2; return done(next => req.session.reload(next)) },
  'touch': async req => { req.session.touch() },
  'maxAge': async req => { req.session.cookie.maxAge = 1_200_000 },
  'set, maxAge': async req => { req.session.n = 2; req.session.cookie.maxAge = 1_200_000 },
  'sameSite': async req => { req.session.cookie.sameSite = 'strict' },
  'set, sameSite': async req => { req.session.n = 2; req.session.cookie.sameSite = 'strict' },
  'throw': async () => { throw failure('thrown', 500) },
  'set, throw': async req => { req.session.n = 2; throw failure('thrown', 500) },
  'set, throw 404': async req => { req.session.n = 2; throw failure('thrown', 404) },
}

const axes = {
  cookie: ['none', 'valid', 'stale', 'bad signature', 'old secret'],
  resave: [false, true],
  saveUninitialized: [false, true],
  rolling: [false, true],
  unset: ['keep', 'destroy'],
  maxAge: ['none', 'set'],
  action: Object.keys(actions),
}

// The field `Cookie` of the request.
const requests = {
  'none': null,
  'valid': cookieField(known, secrets[0]),
  'stale': cookieField('stale', secrets[0]),
  'bad signature': cookieField(known, 'another'),
  'old secret': cookieField(known, secrets[1]),
}

// What the store holds before each request, by the choice of `maxAge`.
const records = {
  none: record(null, timeToLive),
  set: record(maxAge, maxAge),
}

function cookieField(id, secret) {
  return 'connect.sid=' + encodeURIComponent('s:' + signature.sign(id, secret))
}

function record(originalMaxAge, life) {
  const expires = originalMaxAge === null ? null : new Date(written + originalMaxAge)
  const cookie = { originalMaxAge, expires, httpOnly: true, path: '/' }
  return { json: JSON.stringify({ cookie, n: 1, name: 'Ana' }), expires: written + life }
}

function done(start) {
  return new Promise((resolve, reject) => start(error => error ? reject(error) : resolve()))
}

function regenerate(req) {
  return done(next => req.session.regenerate(next))
}

function save(req) {
  return done(next => req.session.save(next))
}

function failure(message, status) {
  return Object.assign(new Error(message), { status })
}

// Logs what it is asked; as in connect-redis, a touch moves the expiry and leaves the text alone.
class LoggingStore extends expressSession.Store {
  calls = []
  records

  constructor(records) {
    super()
    this.records = records
  }

  get(id, next) {
    this.calls.push(['get', id])
    const found = this.records[id]
    setImmediate(next, null, found && JSON.parse(found.json))
  }

  set(id, session, next) {
    const json = JSON.stringify(session)
    this.calls.push(['set', id, json])
    this.records[id] = { json, expires: this.expiry(session) }
    setImmediate(next, null)
  }

  touch(id, session, next) {
    this.calls.push(['touch', id, JSON.stringify(session)])
    if (this.records[id]) this.records[id].expires = this.expiry(session)
    setImmediate(next, null)
  }

  destroy(id, next) {
    this.calls.push(['destroy', id])
    delete this.records[id]
    setImmediate(next, null)
  }

  expiry(session) {
    return session.cookie.expires ? session.cookie.expires.getTime() : now + timeToLive
  }
}

// One case as it runs: its middleware, its store, and what reached the error handler.
class Trial {
  error = null
  ids = 0

  constructor(row) {
    this.row = row
    this.store = new LoggingStore({ [known]: { ...records[row.maxAge] } })
    this.session = expressSession({
      secret: secrets, store: this.store, genid: () => 'made' + ++this.ids,
      resave: row.resave, saveUninitialized: row.saveUninitialized, rolling: row.rolling, unset: row.unset,
      cookie: row.maxAge === 'set' ? { maxAge } : {},
    })
  }

  answer(req, res) {
    this.session(req, res, error => {
      const handled = error ? Promise.reject(error) : actions[this.row.action](req)
      handled.then(() => this.send(res, 200), error => this.fail(res, error))
    })
  }

  // As Express does at the end of its stack.
  fail(res, error) {
    this.error = error.message
    this.send(res, error.status || 500)
  }

  send(res, status) {
    const body = Buffer.from(http.STATUS_CODES[status])
    res.statusCode = status
    res.setHeader('Content-Length', body.length)
    res.end(body)
  }

  outcome(res) {
    return {
      status: res.statusCode,
      ...(this.error === null ? {} : { error: this.error }),
      setCookie: res.headers['set-cookie'] || [],
      calls: this.store.calls,
      after: this.store.records,
    }
  }
}

function ask(port, agent, cookie) {
  const headers = cookie === null ? {} : { Cookie: cookie }
  return new Promise((resolve, reject) => {
    http.get({ port, agent, headers, host: '127.0.0.1' }, res => {
      res.resume()
      res.on('end', () => resolve(res))
    }).on('error', reject)
  })
}

function rows() {
  return Object.entries(axes).reduce(
    (rows, [axis, choices]) => rows.flatMap(row => choices.map(choice => ({ ...row, [axis]: choice }))), [{}])
}

function versions() {
  const names = Object.keys(require('express-session/package.json').dependencies)
  const found = names.map(name => [name, requireOfSession(name + '/package.json').version])
  return {
    'node': process.versions.node,
    'express-session': require('express-session/package.json').version,
    ...Object.fromEntries(found),
  }
}

async function recordAll() {
  let trial
  const server = http.createServer((req, res) => trial.answer(req, res))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const agent = new http.Agent({ keepAlive: true })
  const places = new Map()
  const cases = []
  for (const row of rows()) {
    trial = new Trial(row)
    const res = await ask(server.address().port, agent, requests[row.cookie])
    const outcome = JSON.stringify(trial.outcome(res))
    if (!places.has(outcome)) places.set(outcome, places.size)
    cases.push(JSON.stringify([...Object.values(row), places.get(outcome)]))
  }
  agent.destroy()
  server.close()
  return { outcomes: [...places.keys()], cases }
}

function lines(list) {
  return '[\n' + list.join(',\n') + '\n]'
}

function page({ outcomes, cases }) {
  const head = {
    note: 'What express-session did, recorded by record.cjs beside this file.',
    versions: versions(),
    count: cases.length,
    now, secrets, requests, records,
    actions: Object.fromEntries(Object.entries(actions).map(([name, body]) => [name, String(body)])),
    columns: [...Object.keys(axes), 'outcome'],
  }
  const open = JSON.stringify(head, null, 1).replace(/\n}$/, '')
  return open + ',\n "outcomes": ' + lines(outcomes) + ',\n "cases": ' + lines(cases) + '\n}\n'
}

recordAll().then(recorded => {
  fs.writeFileSync(path.join(__dirname, 'matrix.json'), page(recorded))
  console.log(`${recorded.cases.length} cases, ${recorded.outcomes.length} outcomes`)
})
