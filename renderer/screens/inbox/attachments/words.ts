import type { NotHere, Shown } from '../../../../shared/contract/ipc/attachments.ts';

interface Explained {
  readonly title: string;
  readonly more: string;
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

export const words = {
  list: 'Attachments',
  /** Before the file's name. */
  open: 'Open',
  tooLarge: 'Too large to be kept',
  notKept: 'Contents not kept',
  /** Beside a text in which something was hidden. */
  hidden: (what: string) => `Hidden: ${what}`,
  /** Beside a file that goes to no laptop; its text stands below it. */
  held: (what: string) => `Not delivered, because of what is in it: ${what}`,
  contents: 'Contents',
  opening: 'Opening',
  bringing: (done: number) => `Bringing it here: ${percent.format(done)}`,
  picture: (name: string, page: number, pages: number) => (pages > 1 ? `${name}, page ${page} of ${pages}` : name),
  page: (page: number, pages: number) => `${page} of ${pages}`,
  previousPage: 'Page before',
  nextPage: 'Next page',
  smaller: 'Smaller',
  larger: 'Larger',
  cut: 'This is its beginning. The rest is too long to be shown here.',
  again: 'Try again',
  failed: 'This could not be opened.',
  notShown: {
    'unknown-kind': { title: 'Files of this kind are not shown here.', more: 'Pictures, PDF and text are.' },
    'damaged': { title: 'This file is damaged on this laptop.', more: 'Close it and open it again: it is brought here anew.' },
    'locked': { title: 'This PDF asks for a password.', more: 'Ask the customer for one without.' },
    'too-hard': { title: 'This file is too much to be drawn.', more: 'It is larger than a picture may be, or took too long.' },
  } satisfies Record<Extract<Shown, { kind: 'not-shown' }>['why'], Explained>,
  notHere: {
    'withheld': { title: 'Your company keeps this file at the hub.', more: 'It cannot be looked through for card numbers, so your policy delivers it to no laptop. Ask the customer to write what you need.' },
    'gone': { title: 'This file is no longer there.', more: 'Its message was removed or replaced.' },
    'unreachable': { title: 'The hub is not reached.', more: 'What has come of the file stays, and the rest comes when you are online.' },
    'superseded': { title: 'Another file was opened meanwhile.', more: 'What has come of this one stays.' },
    'no-room': { title: 'There is too little room on this laptop.', more: 'Nothing was lost. Free some space, then try again.' },
    'damaged': { title: 'What came of this file was damaged.', more: 'None of the damaged part was kept.' },
  } satisfies Record<NotHere, Explained>,
};
