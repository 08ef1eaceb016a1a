// The peer of scrolling: a window of the same size on the same runtime with a list of as many rows as the inbox has, and nothing else.
const { app, BrowserWindow } = require('electron');

app.enableSandbox();
app.once('ready', () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(`${__dirname}/index.html`);
});
app.on('window-all-closed', () => app.quit());
