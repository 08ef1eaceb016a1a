// What Electron's own default_app.asar does for `electron PATH`, as far as we need it: it takes `-r MODULE`
// (Playwright's loader) and a path, then gives the application its name, version, folders and main file.
'use strict';
const { app } = require('electron');
const { readFileSync, statSync } = require('node:fs');
const { join, resolve } = require('node:path');

const preloads = [];
let target;
for (let index = 1; index < process.argv.length; index += 1) {
  const argument = process.argv[index];
  if (argument === '-r' || argument === '--require') preloads.push(process.argv[(index += 1)]);
  else if (!argument.startsWith('-')) {
    target = resolve(argument);
    break;
  }
}
for (const preload of preloads) require(preload);
if (target === undefined) {
  process.stderr.write('usage: electron [-r MODULE] PATH\n');
  process.exit(2);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
let main = target;
if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  app.setVersion(manifest.version);
  app.setName(manifest.productName ?? manifest.name);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  app.setAppPath(target);
  main = join(target, manifest.main ?? 'index.js');
}
require(main);
