// Records what EJS prints for each line of expressions.txt: node record-expressions.cjs > expressions.json
// Recorded with EJS 3.1.8 on Node 20.20.2, ICU 78.2; NODE_PATH=/usr/share/nodejs finds EJS on Debian.
'use strict';
process.env.TZ = 'UTC';
const fs = require('fs');
const path = require('path');
const ejs = require('ejs');

const data = {
  people: [
    { id: 1, name: 'Ana', age: 30, tags: ['x'] }, { id: 2, name: 'bob', age: 17, tags: [] },
    { id: 3, name: 'Álvaro', age: 45, tags: ['y', 'z'] },
  ],
  text: 'hola mundo <b>', price: 1234.5,
};
const lines = fs.readFileSync(path.join(__dirname, 'expressions.txt'), 'utf8').split('\n').filter(Boolean);
const cases = lines.map(expression => {
  try {
    return { expression, out: ejs.render(`<%- ${expression} %>`, data) };
  } catch (error) {
    return { expression, error: `${error.name}: ${error.message.split('\n').pop()}` };
  }
});
process.stdout.write(JSON.stringify({ data, cases }, null, 0) + '\n');
