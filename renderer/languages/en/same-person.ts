export const samePerson = {
  title: 'The same person?',
  conversations: '{n, plural, one {# conversation} other {# conversations}}',
  joined: 'Joined {when}',
  joinedBy: 'Joined by {by}, {when}',
  join: 'Join',
  part: 'Take apart',
  joinTitle: 'Are {name} and {other} one person?',
  joinConsequence: 'Their conversations and addresses become those of one customer. The name alone proves nothing: join them only if you know. It can be taken back.',
  partTitle: 'Take {name} apart again?',
  partConsequence: 'What came from {name}, and what their addresses have brought since, goes back to them.',
} as const;
