import type { Afterwards } from '../../../../shared/domain/canned-reply.ts';
import { textVariables, type TextVariable } from '../../../../shared/domain/canned-text.ts';

const meanings: Readonly<Record<TextVariable, string>> = {
  'customer.firstName': 'first name of the customer',
  'customer.name': 'whole name of the customer',
  'agent.name': 'name of whoever answers',
  'conversation.subject': 'what the conversation is about',
  'company.name': 'name of the company',
};

export const words = {
  title: 'Canned replies',
  table: 'Canned replies',
  make: 'New canned reply',
  none: 'No canned replies yet',
  noneMore: 'Write a text once, and colleagues put it into a reply by typing / and its shortcut.',
  everybody: 'Everybody',
  columns: { name: 'Name', shortcut: 'Shortcut', team: 'For', languages: 'Languages' },
  sheet: {
    new: 'New canned reply',
    name: 'Name',
    shortcut: 'Shortcut',
    shortcutHint: 'One word, typed behind /.',
    team: 'For',
    language: 'Language',
    languageHint: 'As de or pt-BR.',
    text: 'Text',
    addLanguage: 'Add a language',
    removeLanguage: (language: string) => `Remove the text in ${language}`,
    gaps: 'Gaps that are filled in',
    gapsMore: 'Behind a | stands what is written where nothing is known.',
    status: 'Once sent, set to',
    assign: 'Once sent, assign to whoever answers',
    preview: 'As the customer would see it',
    save: 'Save for everybody',
    saveTeam: 'Save for the team',
    remove: 'Remove',
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeMore: 'Colleagues cannot put it into replies any more. What was sent stays as it is.',
    removeConfirm: 'Remove canned reply',
    missing: 'Fill in name, shortcut and text.',
    wrongGap: (written: string) => `“${written}” is no gap that can be filled.`,
  },
  statuses: { '': 'Leave as it is', open: 'Open', pending: 'Pending', resolved: 'Resolved' } satisfies Record<NonNullable<Afterwards['status']> | '', string>,
  example: { 'customer.firstName': 'Maria', 'customer.name': 'Maria Weber', 'conversation.subject': 'Where is my tent?' },
  variables: textVariables.map((variable) => ({ variable, meaning: meanings[variable] })),
};
