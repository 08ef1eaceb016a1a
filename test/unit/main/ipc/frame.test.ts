import { describe, expect, it } from 'vitest';
import { createTellPage } from '../../../../main/ipc/page-events.ts';
import { callNames, channels, eventNames } from '../../../../main/ipc/call-names.ts';
import { isOurTopFrame, pageOrigin, type Frame } from '../../../../main/ipc/frame.ts';
import { ipcCalls, ipcChannels, ipcEvents } from '../../../../shared/contract/ipc/index.ts';

const ours: Frame = { parent: null, origin: pageOrigin, processId: 4, routingId: 7 };

describe('whose call it is', () => {
  it('our top frame, showing our page', () => expect(isOurTopFrame({ ...ours }, ours)).toBe(true));
  it.each([
    ['a frame inside it', { ...ours, parent: ours, routingId: 8 }],
    ['a page of another origin in our window', { ...ours, origin: 'https://sealdesk.example' }],
    ['an opaque origin', { ...ours, origin: 'null' }],
    ['a look-alike origin', { ...ours, origin: 'app://sealdesk.example' }],
    ['another process', { ...ours, processId: 5 }],
    ['another frame of the process', { ...ours, routingId: 8 }],
    ['a frame that has gone', null],
  ])('not %s', (_what, sender) => expect(isOurTopFrame(sender, ours)).toBe(false));
  it('nobody while there is no window', () => expect(isOurTopFrame(ours, null)).toBe(false));
});

describe('events to the page', () => {
  const listening = (origin: string) => {
    const sent: unknown[][] = [];
    return { sent, frame: { ...ours, origin, send: (...args: unknown[]) => void sent.push(args) } };
  };

  it('go to our page as the contract has them', () => {
    const { sent, frame } = listening(pageOrigin);
    createTellPage(() => frame)('session.changed', { kind: 'unenrolled', extra: 'x' } as never);
    expect(sent).toEqual([[ipcChannels.event, 'session.changed', { kind: 'unenrolled' }]]);
  });
  it('go nowhere else', () => {
    const { sent, frame } = listening('https://elsewhere.example');
    createTellPage(() => frame)('session.changed', { kind: 'unenrolled' });
    createTellPage(() => null)('session.changed', { kind: 'unenrolled' });
    expect(sent).toEqual([]);
  });
  it('are lost with a page that has just gone, and nothing else is', () => {
    const gone = {
      ...ours,
      get origin(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
      send: () => undefined,
    };
    expect(() => createTellPage(() => gone)('session.changed', { kind: 'unenrolled' })).not.toThrow();
  });
  it('are not sent when they are not what the contract says', () => {
    const { sent, frame } = listening(pageOrigin);
    expect(() => createTellPage(() => frame)('session.changed', { kind: 'nonsense' } as never)).toThrow();
    expect(sent).toEqual([]);
  });
});

describe('the names the preload knows', () => {
  it('are those of the contract', () => {
    expect(Object.keys(callNames).sort()).toEqual(Object.keys(ipcCalls).sort());
    expect(Object.keys(eventNames).sort()).toEqual(Object.keys(ipcEvents).sort());
    expect(channels).toEqual(ipcChannels);
  });
});
