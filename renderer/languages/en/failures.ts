export const failures = {
  'not-now': 'Sealdesk is locking or changing state. Try again in a moment.',
  'not-allowed': 'Your role does not allow this. Ask your lead if it should.',
  invalid: 'Sealdesk could not take this as it is. Shorten it or check for unusual characters.',
  'too-many': 'That was very quick. Wait a few seconds and try again.',
  failed: 'This did not work, and nothing was changed. Try again; if it goes on, tell IT.',
} as const;
