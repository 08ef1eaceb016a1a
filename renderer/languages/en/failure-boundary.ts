export const failureBoundary = {
  title: 'This window stopped',
  lead: 'Sealdesk could not draw this screen. Nothing in the vault has changed, and drafts are kept. Reload the window; if it stops again, tell IT what you were doing.',
  reload: 'Reload window',
} as const;
