export const letters = {
  toggle: 'Formatting',
  show: 'Show formatting',
  hide: 'Show the text alone',
  frame: 'E-mail from {name}, with its formatting',
  outside: '{n, plural, one {One picture from outside is not loaded.} other {# pictures from outside are not loaded.}}',
  enclosed: '{n, plural, one {One picture of the mail is not shown in it.} other {# pictures of the mail are not shown in it.}} What was sent along is listed below.',
  notShown: {
    gone: 'This mail has no formatting any more. Its text is here.',
    'too-large': 'There is more formatting in this mail than is shown. Its text is here.',
    'too-hard': 'The formatting of this mail kept the laptop too busy and was closed. Its text is here.',
    closed: 'The view with formatting was closed. The text is here; you can open it again.',
    failed: 'The formatting could not be shown. The text is here; try it again.',
  },
} as const;
