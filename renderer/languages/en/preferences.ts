export const preferences = {
  title: 'Language, colours and rows',
  open: 'Language, colours, rows',
  lead: 'For this laptop, whoever works on it.',
  language: 'Language',
  languageSystem: 'As the system',
  languageMore: 'The screen begins anew in it. What you are writing is kept.',
  theme: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  rows: 'Rows of the conversation list',
  rowSizes: { roomy: 'Roomy', dense: 'Dense' },
  keys: 'Keyboard shortcuts',
} as const;
