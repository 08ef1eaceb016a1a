import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopWords } from './languages/words.ts';

export interface MenuActions {
  readonly lock: () => void;
  readonly quit: () => void;
  readonly developerTools: boolean;
  readonly words: DesktopWords['menu'];
}

/** Electron would build a menu of its own first, which takes as long as a window. Must run before Electron is ready. */
export function withoutDefaultMenu(): void {
  Menu.setApplicationMenu(null);
}

/** The least a text application needs: editing, zoom, locking, leaving. */
export function setMenu({ lock, quit, developerTools, words }: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'Sealdesk',
      submenu: [
        { label: words.lock, accelerator: 'CommandOrControl+L', click: lock },
        { type: 'separator' },
        { label: words.quit, accelerator: 'CommandOrControl+Q', click: quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        { type: 'separator' },
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.actualSize },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
        ...(developerTools ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
