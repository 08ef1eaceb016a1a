import { app } from 'electron';

/** Chromium's own errands on the network, which nobody here asked for. Must run before Electron is ready. */
const silent = ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'disable-breakpad', 'no-pings'] as const;

/** Turns off what is not needed and turns the sandbox on for every renderer, whatever the command line says. */
export function hardenChromium(): void {
  app.enableSandbox();
  for (const name of silent) app.commandLine.appendSwitch(name);
  // Another site, as a formatted mail is one in the window, is another process, however little memory the machine has.
  app.commandLine.appendSwitch('site-per-process');
  app.commandLine.appendSwitch('disable-features', 'AutofillServerCommunication,CertificateTransparencyComponentUpdater,MediaRouter,OptimizationHints,SpareRendererForSitePerProcess,Translate');
}
