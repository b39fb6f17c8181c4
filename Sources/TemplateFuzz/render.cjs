// Renders views with the real EJS: a case a line comes in as JSON, an answer a line goes out.
//   in:  {"views": {"main.ejs": "…", "part.ejs": "…"}, "data": {…}}
//   out: {"out": "…"} or {"error": "ReferenceError: x is not defined"}
// Wants EJS 3.1; Debian has it in node-ejs, found with NODE_PATH=/usr/share/nodejs.
'use strict';
const ejs = require('ejs');

function render({ views, data }) {
  const includer = (path) => {
    const name = path.replace(/^\.?\//, '');
    const template = views[name] ?? views[name + '.ejs'];
    if (template === undefined) throw new Error(`Could not find the include file "${path}"`);
    // EJS takes an empty template for none.
    return { filename: name, template: template || '<%# %>' };
  };
  try {
    const text = ejs.render(views['main.ejs'], data, { filename: 'main.ejs', includer });
    return { out: Buffer.from(text, 'utf8').toString('utf8') };
  } catch (error) {
    const last = String(error.message).split('\n').pop();
    return { error: `${error.name}: ${last}` };
  }
}

const lines = require('node:readline').createInterface({ input: process.stdin, terminal: false });
lines.on('line', (line) => process.stdout.write(JSON.stringify(render(JSON.parse(line))) + '\n'));
