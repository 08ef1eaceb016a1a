import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly lock: () => void;
  readonly quit: () => void;
  readonly developerTools: boolean;
}

/** Electron would build a menu of its own first, which takes as long as a window. Must run before Electron is ready. */
export function withoutDefaultMenu(): void {
  Menu.setApplicationMenu(null);
}

/** The least a text application needs: editing, zoom, locking, leaving. */
export function setMenu({ lock, quit, developerTools }: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'Sealdesk',
      submenu: [
        { label: 'Lock', accelerator: 'CommandOrControl+L', click: lock },
        { type: 'separator' },
        { label: 'Quit', accelerator: 'CommandOrControl+Q', click: quit },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(developerTools ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
