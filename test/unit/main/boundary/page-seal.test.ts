import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPageSeal, type PageSeal } from '../../../../main/boundary/page-seal.ts';
import { openFields, sealedInputs, sealedOutputs, sealFields } from '../../../../main/boundary/sealed-fields.ts';
import { VaultSeal } from '../../../../main/boundary/vault-seal.ts';
import { pageSecrets } from '../../../../main/ipc/page-secrets.ts';
import { runs } from '../../../doubles/how-often.ts';

const vault = new VaultSeal();
const passphrase = 'quiet heron crosses the morning river';

/** What the vault process is handed of an unlock. */
async function arrived(seal: PageSeal, input: unknown, at = vault): Promise<Record<string, Uint8Array | null>> {
  let seen: unknown;
  await at.serve('unlock.attempt', await sealFields(seal, ['passphrase', 'code'], input), null, (opened) => {
    // They are overwritten when the call is over.
    seen = structuredClone(opened);
    return Promise.resolve(null);
  });
  return seen as Record<string, Uint8Array | null>;
}

const textOf = (bytes: Uint8Array | null | undefined) => new TextDecoder().decode(bytes ?? undefined);

describe('what a page seals', () => {
  test('is what the vault process gets, whatever was typed', async () => {
    const seal = await createPageSeal(vault.key);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        expect(textOf((await arrived(seal, { passphrase: text, code: '123456' }))['passphrase'])).toBe(text.normalize('NFKC'));
      }),
      runs(200),
    );
  });

  test('is the same however a letter was composed', async () => {
    const seal = await createPageSeal(vault.key);
    const [one, other] = [await arrived(seal, { passphrase: 'Zo\u00eb', code: null }), await arrived(seal, { passphrase: 'Zoe\u0308', code: null })];
    expect(one).toEqual(other);
    expect(one['code']).toBeNull();
  });

  test('shows nothing of it to main, not even twice the same', async () => {
    const seal = await createPageSeal(vault.key);
    const boxes = [await seal.seal(passphrase), await seal.seal(passphrase)].map((box) => Buffer.from(box));
    for (const box of boxes) expect(box.includes('heron')).toBe(false);
    expect(boxes[0]?.subarray(65)).not.toEqual(boxes[1]?.subarray(65));
  });

  test('opens in no other vault process, before or after', async () => {
    const seal = await createPageSeal(vault.key);
    await expect(arrived(seal, { passphrase, code: '123456' }, new VaultSeal())).rejects.toMatchObject({ kind: 'not-now' });
  });

  test('is refused with any bit changed, cut short, or never sealed', async () => {
    const seal = await createPageSeal(vault.key);
    const box = await seal.seal(passphrase);
    const give = (passphrase: unknown) => vault.serve('unlock.attempt', { passphrase, code: null }, null, () => Promise.resolve('served'));
    expect(await give(box)).toBe('served');
    await fc.assert(
      fc.asyncProperty(fc.nat(box.length - 1), fc.nat(7), async (at, bit) => {
        const changed = box.slice();
        changed[at]! ^= 1 << bit;
        await expect(give(changed)).rejects.toMatchObject({ kind: 'not-now' });
        await expect(give(box.slice(0, at))).rejects.toMatchObject({ kind: 'not-now' });
      }),
      runs(200),
    );
    for (const plain of [Buffer.from(passphrase), passphrase, new Uint8Array(randomBytes(120)), {}]) await expect(give(plain)).rejects.toMatchObject({ kind: 'not-now' });
  });

  test('is overwritten in the vault process once the call is over', async () => {
    const seal = await createPageSeal(vault.key);
    let held: { passphrase: Uint8Array } | undefined;
    await vault.serve('unlock.attempt', { passphrase: await seal.seal(passphrase), code: null }, null, (opened) => {
      held = opened as typeof held;
      expect(textOf(held?.passphrase)).toBe(passphrase);
      return Promise.resolve(null);
    });
    expect(held?.passphrase).toEqual(new Uint8Array(passphrase.length));
  });
});

describe('what is for the page alone', () => {
  const shown = { kind: 'provisioned', secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', recoveryCodes: ['ABCD-EFGH', 'JKMN-PQRS'] };

  test('is opened by the page that asked and by no other', async () => {
    const [seal, other] = [await createPageSeal(vault.key), await createPageSeal(vault.key)];
    const answer = (await vault.serve('setup.totp', null, await seal.seal(''), () => Promise.resolve(shown))) as Record<string, unknown>;
    expect(JSON.stringify(answer)).not.toMatch(/JBSWY|otpauth|EFGH|PQRS/);
    expect(answer['kind']).toBe('provisioned');
    expect(await openFields(seal, pageSecrets['enrolment.provision-totp'].out, answer)).toEqual(shown);
    await expect(openFields(other, pageSecrets['enrolment.provision-totp'].out, answer)).rejects.toThrow();
  });

  test('is not handed out where no page asked', async () => {
    await expect(vault.serve('setup.totp', null, null, () => Promise.resolve(shown))).rejects.toMatchObject({ kind: 'not-now' });
  });

  test('leaves answers without it as they are', async () => {
    expect(await vault.serve('inbox.agents', null, null, () => Promise.resolve([{ id: '1' }]))).toEqual([{ id: '1' }]);
    const seal = await createPageSeal(vault.key);
    const refusal = { kind: 'wrong', retryAt: 1, attemptsLeft: 4 };
    const input = await sealFields(seal, ['passphrase', 'code'], { passphrase, code: '123456' });
    expect(await vault.serve('security.new-authenticator', input, null, () => Promise.resolve(refusal))).toEqual(refusal);
  });
});

test('page and vault process seal the same fields', () => {
  const vaultNames: Readonly<Record<string, string>> = {
    'session.unlock': 'unlock.attempt',
    'session.code': 'unlock.code',
    'enrolment.choose-passphrase': 'setup.passphrase',
    'enrolment.provision-totp': 'setup.totp',
    'enrolment.confirm-totp': 'setup.confirm',
  };
  const ofPages = Object.entries(pageSecrets).map(([name, fields]) => [vaultNames[name] ?? name, fields] as const);
  const without = (fields: readonly (readonly [string, readonly string[]])[]) => Object.fromEntries(fields.filter(([, names]) => names.length > 0));
  expect(without(ofPages.map(([name, fields]) => [name, fields.in]))).toEqual(sealedInputs);
  expect(without(ofPages.map(([name, fields]) => [name, fields.out]))).toEqual(sealedOutputs);
});
