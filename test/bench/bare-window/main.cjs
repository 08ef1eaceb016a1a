// The peer of the launch: a window of the same size on the same runtime, with one field in it and nothing else.
const { app, BrowserWindow } = require('electron');

app.enableSandbox();
app.once('ready', () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(`${__dirname}/index.html`);
});
app.on('window-all-closed', () => app.quit());
