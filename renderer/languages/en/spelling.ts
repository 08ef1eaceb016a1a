export const spelling = {
  language: 'Spelling',
  off: 'Off',
  of: 'Instead of “{word}”',
  none: 'No suggestion',
  teach: 'Add to my words',
  found: '{n, plural, one {# word to look at} other {# words to look at}}',
  next: 'Next word to look at',
  myWords: 'My words',
  myWordsLead: 'Known in every language, on this laptop alone.',
  noWords: 'None yet. Add one from the menu of an underlined word.',
  forget: 'Remove',
} as const;
