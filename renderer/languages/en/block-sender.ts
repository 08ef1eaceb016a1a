export const blockSender = {
  block: 'Block this sender',
  title: 'Block this sender?',
  consequence: 'This conversation is resolved. What they write from now on is stored and resolved at once, for everybody: nobody is told of it, and nothing is lost. Your lead can let them in again.',
  done: 'Blocked. The conversation is resolved.',
} as const;
