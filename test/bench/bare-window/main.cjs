// The peer of launching and of scrolling: a window of the same size on the same runtime with one field in it, or with
// `--list` a list of as many rows as the inbox has, and nothing else.
const { app, BrowserWindow } = require('electron');

const page = process.argv.includes('--list') ? 'list.html' : 'index.html';

app.enableSandbox();
app.once('ready', () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(`${__dirname}/${page}`);
});
app.on('window-all-closed', () => app.quit());
