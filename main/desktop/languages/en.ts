/** What main says itself: in the menu, the tray and the system's dialogs. */
export const english = {
  menu: {
    lock: 'Lock',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    actualSize: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
  },
  tray: {
    locked: 'Sealdesk is locked',
    unlocked: 'Sealdesk is open',
    offline: 'Sealdesk is open, without the hub',
    open: 'Open',
    lock: 'Lock',
    quit: 'Quit',
  },
  transcript: {
    title: 'Save transcript',
    save: 'Save',
    kinds: { pdf: 'PDF', html: 'Web page', json: 'JSON', text: 'Text' },
  },
  numbers: {
    title: 'Save numbers',
    save: 'Save',
    kind: 'CSV',
  },
  compatibilityRuntime: 'Compatibility runtime (Electron {version}): for trying out and tests only, not for real customers.',
} as const;
