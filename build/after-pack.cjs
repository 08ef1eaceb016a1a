// electron-builder's afterPack: takes out Electron's default application and sets every fuse by name, so that a fuse
// added in a later Electron is a decision made here and not a default taken over unread.
'use strict';
const { rmSync } = require('node:fs');
const { join } = require('node:path');

function executableOf({ appOutDir, electronPlatformName, packager }) {
  const product = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${product}.app`, 'Contents', 'MacOS', product);
  if (electronPlatformName === 'win32') return join(appOutDir, `${product}.exe`);
  return join(appOutDir, packager.executableName);
}

function resourcesOf({ appOutDir, electronPlatformName, packager }) {
  return electronPlatformName === 'darwin'
    ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
    : join(appOutDir, 'resources');
}

exports.default = async function afterPack(context) {
  rmSync(join(resourcesOf(context), 'default_app.asar'), { force: true });
  const { flipFuses, FuseV1Options: fuse, FuseVersion } = await import('@electron/fuses');
  // A trial package stands on the compatibility runtime, which is older and has seven fuses only.
  const trial = process.env.SEALDESK_TRIAL_PACKAGE === '1';
  const settings = {
    // Or the signed program would run any script given to it.
    [fuse.RunAsNode]: false,
    [fuse.EnableNodeOptionsEnvironmentVariable]: false,
    [fuse.EnableNodeCliInspectArguments]: false,
    [fuse.EnableCookieEncryption]: true,
    // Enforced on macOS and Windows only: docs/security/known-issues.md says what that means on Linux.
    [fuse.EnableEmbeddedAsarIntegrityValidation]: context.electronPlatformName !== 'linux',
    [fuse.OnlyLoadAppFromAsar]: true,
    // No snapshot of our own.
    [fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
    // The page comes from app://, nothing from file://.
    [fuse.GrantFileProtocolExtraPrivileges]: false,
    // The renderer uses no WebAssembly; traps cost nothing and are the engine's default.
    [fuse.WasmTrapHandlers]: true,
  };
  if (trial) {
    delete settings[fuse.GrantFileProtocolExtraPrivileges];
    delete settings[fuse.WasmTrapHandlers];
  }
  await flipFuses(executableOf(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: !trial,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...settings,
  });
};
