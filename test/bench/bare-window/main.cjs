// The peer of launching, of scrolling and of working: a window of the same size on the same runtime with one field in it, or
// with `--list` a list of as many rows as the inbox has, or with `--page=FILE` a page that was made for it; and nothing else.
const { app, BrowserWindow } = require('electron');

const made = process.argv.find((argument) => argument.startsWith('--page='))?.slice('--page='.length);
const page = made ?? `${__dirname}/${process.argv.includes('--list') ? 'list.html' : 'index.html'}`;

app.enableSandbox();
app.once('ready', () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(page);
});
app.on('window-all-closed', () => app.quit());
