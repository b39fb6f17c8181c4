// The app of the walk in Express: the twin of PorteroApp.swift.
//
//     NODE_PATH=<folders of packages> INTEROP='<options as JSON>' node express.cjs
//     NODE_PATH=<folders of packages> node express.cjs --missing
//
// Writes one line of JSON when it listens, on a free port of 127.0.0.1; or one that says, for each store, which packages
// Node does not find.

'use strict'

const crypto = require('crypto')
const fs = require('fs')
const path = require('path')

const packages = {
  folder: ['express', 'express-session'],
  redis: ['connect-redis', 'redis'],
  postgres: ['connect-pg-simple', 'pg']
}

const isMissing = name => {
  try {
    require.resolve(name)
    return false
  } catch {
    return true
  }
}

if (process.argv[2] === '--missing') {
  const missing = Object.entries(packages).map(([store, names]) => [store, names.filter(isMissing)])
  console.log(JSON.stringify(Object.fromEntries(missing)))
  process.exit()
}

// Read from the file: a package may keep it from `require`, or have none.
const version = name => {
  for (let folder = path.dirname(require.resolve(name)); folder !== '/'; folder = path.dirname(folder)) {
    try {
      const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
      if (about.name === name) return about.version
    } catch {}
  }
  return 'of an unknown version'
}

const express = require('express')
const session = require('express-session')
const options = JSON.parse(process.env.INTEROP)

// The twin of FolderSessionStore.swift. Lifetimes are connect-redis's: the cookie's, else a day; a touch moves the
// expiry, which is the file's date, and not the JSON.
class FolderStore extends session.Store {
  constructor(folder) {
    super()
    this.folder = folder
  }

  get(sid, done) {
    this.run(done, sid, file => {
      const { mtimeMs } = fs.statSync(file)
      return mtimeMs > Date.now() ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
    })
  }

  set(sid, value, done) {
    this.run(done, sid, file => {
      fs.writeFileSync(file + '.new', JSON.stringify(value))
      this.date(file + '.new', value)
      fs.renameSync(file + '.new', file)
    })
  }

  touch(sid, value, done) {
    this.run(done, sid, file => this.date(file, value))
  }

  destroy(sid, done) {
    this.run(done, sid, file => fs.unlinkSync(file))
  }

  date(file, value) {
    const { expires } = value.cookie
    const moment = (expires ? new Date(expires).getTime() : Date.now() + 86400000) / 1000
    fs.utimesSync(file, moment, moment)
  }

  // What is not there is no error. The lock is free again before Express goes on.
  run(done, sid, body) {
    const file = path.join(this.folder, crypto.createHash('sha256').update(sid).digest('hex'))
    let error = null
    let value
    try {
      this.take(file + '.lock')
      try {
        value = body(file)
      } finally {
        fs.rmdirSync(file + '.lock')
      }
    } catch (thrown) {
      if (thrown.code !== 'ENOENT') error = thrown
    }
    setImmediate(done, error, value)
  }

  take(lock) {
    for (const end = Date.now() + 2000; ;) {
      try {
        return fs.mkdirSync(lock)
      } catch (error) {
        if (error.code !== 'EEXIST' || Date.now() > end) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
      }
    }
  }
}

// As their manuals have it, with what stands there by default.
const stores = {
  folder: async place => new FolderStore(place),
  redis: async place => {
    const { RedisStore } = require('connect-redis')
    const client = require('redis').createClient({ url: place })
    await client.connect()
    return new RedisStore({ client })
  },
  postgres: async place => {
    const PostgresStore = require('connect-pg-simple')(session)
    return new PostgresStore({ conString: place, createTableIfMissing: true })
  }
}

const app = express()

// Requests that are under way until somebody asks for `release`.
let held = []
app.get('/held', (req, res) => res.type('json').send(String(held.length)))
app.post('/release', (req, res) => {
  for (const end of held) end()
  held = []
  res.type('json').send('{}')
})

const sessions = store => session({
  secret: options.secrets,
  store,
  resave: options.resave,
  rolling: options.rolling,
  saveUninitialized: options.saveUninitialized,
  cookie: options.maxAge === null ? {} : { maxAge: options.maxAge }
})
let load
app.use((req, res, next) => load(req, res, next))

// What this app sees of the session.
const answer = (req, res, shown = null) => {
  const { cookie, ...values } = req.session
  const user = values.loggedin == true ? `${values.name} (${values.usrId})` : null
  res.type('json').send(JSON.stringify({ user, shown, values }))
}

const written = {
  text: 'ñ \u2028 </script> "quoted" \\ / \u0007 😀',
  lone: '\ud800',
  numbers: [0, -0, 1.5, 1e21, 1e-7, 123456789012345680000, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, NaN],
  odd: { 10: 'ten', 9: 'nine', b: 1, a: 2, '': 3 },
  date: new Date(0),
  none: undefined,
  nothing: null,
  empty: {},
  list: [],
  nested: [[{ deep: true }]]
}

app.get('/read', (req, res) => answer(req, res))

app.post('/signin', (req, res, next) => {
  req.session.regenerate(error => {
    if (error) return next(error)
    Object.assign(req.session, { loggedin: true, name: 'Ana María', usrId: 42 })
    answer(req, res)
  })
})

app.post('/count', (req, res) => {
  req.session.views = (req.session.views || 0) + 1
  answer(req, res)
})

app.post('/save', (req, res, next) => {
  req.session.views = (req.session.views || 0) + 1
  req.session.save(error => (error ? next(error) : answer(req, res)))
})

app.post('/touch', (req, res) => {
  req.session.touch()
  answer(req, res)
})

app.post('/unset', (req, res) => {
  req.session.views = -1
  req.session = null
  res.type('json').send('{}')
})

app.post('/write', (req, res) => {
  req.session.express = written
  answer(req, res)
})

app.post('/forget', (req, res) => {
  delete req.session.express
  delete req.session.portero
  answer(req, res)
})

// connect-flash 0.1's `req.flash`, in two lines.
app.post('/say', (req, res) => {
  const flash = req.session.flash = req.session.flash || {}
  ;(flash.info = flash.info || []).push('¡Hola!')
  answer(req, res)
})

app.post('/show', (req, res) => {
  const flash = req.session.flash = req.session.flash || {}
  const shown = flash.info || []
  delete flash.info
  answer(req, res, shown)
})

app.post('/signout', (req, res, next) => {
  req.session.destroy(error => (error ? next(error) : res.type('json').send('{}')))
})

app.get('/dwell', (req, res) => held.push(() => answer(req, res)))

app.post('/linger', (req, res) => {
  req.session.views = (req.session.views || 0) + 1
  held.push(() => answer(req, res))
})

stores[options.store](options.place).then(store => {
  load = sessions(store)
  const server = app.listen(0, '127.0.0.1', () => {
    const names = [...new Set([...packages.folder, ...packages[options.store]])]
    const versions = [`Node ${process.version}`, ...names.map(name => `${name} ${version(name)}`)]
    console.log(JSON.stringify({ port: server.address().port, versions }))
  })
})
