import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordIn } from '../../../../../main/device/machine-record.ts';
import * as darwin from '../../../../../main/device/posture/darwin.ts';
import { judgeDebugger } from '../../../../../main/device/posture/debugger.ts';
import * as linux from '../../../../../main/device/posture/linux.ts';
import { folderEncrypted, groundIn, judgeDisk, mountedFrom } from '../../../../../main/device/posture/linux-disk.ts';
import { gnomeLock, plasmaLock } from '../../../../../main/device/posture/linux-screen-lock.ts';
import * as win32 from '../../../../../main/device/posture/win32.ts';
import { type CheckResult, Posture } from '../../../../../shared/domain/posture.ts';
import { runs } from '../../../../doubles/how-often.ts';
import { soundPosture } from '../../../../doubles/posture.ts';
import { recordedOutputs } from '../../../../doubles/recorded-output.ts';

const visible = { manufacturer: '', model: '' };

/** Every check, made of a text that the system has said. */
const checks: Readonly<Record<string, (text: string) => CheckResult>> = {
  'the disk under Linux': (text) => judgeDisk('ext4', groundIn(text), folderEncrypted(text)),
  'the screen lock of GNOME': (text) => gnomeLock({ enabled: text, delay: text, idle: text }),
  'the screen lock of Plasma': (text) => plasmaLock({ autolock: text, timeout: text, grace: text }),
  'a debugger under Linux': (text) => judgeDebugger([], {}, linux.tracer(text), undefined),
  'the disk of a Mac': darwin.fileVault,
  'the screen lock of a Mac': (text) => darwin.screenLock({ lock: text, screenSaver: text, power: text }),
  'a debugger on a Mac': (text) => judgeDebugger([], {}, darwin.tracer(text, 4711), undefined),
  'the disk under Windows': win32.bitLocker,
  'the screen lock of Windows': (text) => win32.screenLock({ machine: text, policies: text, settings: text }),
  'the rights under Windows': win32.administrator,
};

/** What fills the rest of a posture, made of a text that the system has said. */
const facts: Readonly<Record<string, (text: string) => Partial<Posture>>> = {
  'the system under Linux': (text) => linux.operatingSystem(text, text),
  'the system on a Mac': (text) => darwin.operatingSystem(text, text),
  'the system under Windows': (text) => win32.operatingSystem(text, text),
  'hardware under Linux': (text) => asFacts(linux.hardware({ manufacturer: text, model: text }, recordIn(text, visible))),
  'hardware of a Mac': (text) => asFacts(darwin.hardware(text)),
  'hardware under Windows': (text) => asFacts(win32.hardware(text)),
};

function asFacts({ manufacturer, model, serial, uuid }: ReturnType<typeof darwin.hardware>): Partial<Posture> {
  return { manufacturer, model, serial, hardwareUuid: uuid };
}

const recorded = recordedOutputs();
/** A recorded text with a piece of it replaced by anything, cut short or doubled. */
const changed = fc
  .tuple(fc.constantFrom(...recorded), fc.nat(2000), fc.nat(200), fc.oneof(fc.string(), fc.constantFrom(...recorded)))
  .map(([text, from, length, other]) => text.slice(0, from) + other + text.slice(from + length));
/** Lines, numbers and brackets as programs print them, without the words of any. */
const noise = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.string(), { maxLength: 8 }).map((lines) => lines.join('\n')));

describe.each(Object.entries(checks))('%s', (_name, check) => {
  test('is never ok by a text that no program prints, nor by none', () => {
    for (const text of ['', '\n', '[]', '{}', 'ok', 'On', 'null', '['.repeat(100_000), '{"blockdevices":'.repeat(5000)]) expect(check(text).state).not.toBe('ok');
    fc.assert(
      fc.property(noise, (text) => {
        expect(check(text).state).not.toBe('ok');
      }),
      runs(300),
    );
  });

  test('has an outcome for every text, in words of at most 200 characters', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...recorded), changed, noise), (text) => {
        const { state, detail } = check(text);
        expect(['ok', 'failed', 'unknown']).toContain(state);
        expect(detail.length).toBeGreaterThan(0);
        expect(detail.length).toBeLessThanOrEqual(200);
      }),
      runs(300),
    );
  });
});

test.each(Object.entries(facts))('%s is what the contract takes, whatever the text', (_name, read) => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...recorded), changed, noise), (text) => {
      expect(Posture.safeParse({ ...soundPosture, ...read(text) }).success).toBe(true);
    }),
    runs(300),
  );
});

test('a file system is found in every text or in none, without a failure', () => {
  fc.assert(
    fc.property(fc.oneof(changed, noise), (text) => {
      const mount = mountedFrom(text);
      if (mount !== null) expect(typeof mount.device).toBe('string');
    }),
    runs(300),
  );
});
