import { PrivateKey } from '@signalapp/libsignal-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxRotations } from '../../../../shared/contract/wire/frames.ts';
import { fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { type ShownByHub, verifyHub } from '../../../../shared/trust/hub-certificate.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { signStatement } from '../../../../shared/trust/statement.ts';
import type { SignedStatement } from '../../../../shared/trust/statement-schema.ts';
import { runs } from '../../../doubles/how-often.ts';

const organisation = 'Nordlicht Versand';
const now = 1_500;
const terms = { serial: 1, notBefore: 1_000, notAfter: 2_000 };
const stranger = PrivateKey.generate();
const hubKey = publicKeyText(PrivateKey.generate().getPublicKey());

function rotation(from: PrivateKey, to: PrivateKey, changed: { readonly organisation?: string; readonly notBefore?: number; readonly notAfter?: number } = {}): SignedStatement {
  const { organisation: of = organisation, ...rest } = changed;
  return signStatement('root-rotation', { organisation: of, newRoot: publicKeyText(to.getPublicKey()) }, { ...terms, ...rest }, from);
}

function certificate(root: PrivateKey, of = organisation): SignedStatement {
  return signStatement('hub-certificate', { organisation: of, hubKey, signalIdentity: hubKey, minimumSerial: 1 }, terms, root);
}

/** Roots, each rotated to the next, and what a hub under the last of them shows. */
function history(length: number): { readonly roots: readonly PrivateKey[]; readonly shown: ShownByHub } {
  const roots = Array.from({ length: length + 1 }, () => PrivateKey.generate());
  const rotations = roots.slice(1).map((to, index) => rotation(roots[index]!, to));
  return { roots, shown: { rotations, certificate: certificate(roots.at(-1)!) } };
}

const judged = (shown: ShownByHub, root: PrivateKey, at = now) => verifyHub(shown, { organisation, root: root.getPublicKey() }, at);
const refused = (shown: ShownByHub, root: PrivateKey, at = now) => expect(() => judged(shown, root, at)).toThrow();

describe('a hub', () => {
  test('is known by the root that certified it, whatever rotations led to that root', () => {
    const { roots, shown } = history(3);
    for (const [position, root] of roots.entries()) {
      const { certificate: read, root: last, followed } = judged(shown, root);
      expect(read.payload.hubKey).toBe(hubKey);
      expect(publicKeyText(last)).toBe(publicKeyText(roots[3]!.getPublicKey()));
      expect(followed).toEqual(shown.rotations.slice(position));
    }
  });

  test('of another root is refused, and rotations that the known root never signed do not help it', () => {
    const known = PrivateKey.generate();
    const { roots, shown } = history(2);
    refused({ certificate: certificate(stranger), rotations: [] }, known);
    refused(shown, known);
    // Whoever knows the root's public half can name it, not sign for it.
    refused({ certificate: certificate(stranger), rotations: [rotation(stranger, stranger)] }, known);
    refused({ certificate: certificate(stranger), rotations: [rotation(roots[0]!, stranger)] }, known);
    const renamed = rotation(stranger, stranger);
    const forged = { ...rotation(known, PrivateKey.generate()), body: renamed.body };
    refused({ certificate: certificate(stranger), rotations: [forged] }, known);
    refused({ certificate: certificate(stranger), rotations: [{ ...renamed, signature: toBase64(new Uint8Array(64)) }] }, known);
  });

  test('that shows a certificate of the old root is refused once the new one is known', () => {
    const { roots, shown } = history(1);
    const old = certificate(roots[0]!);
    refused({ certificate: old, rotations: [] }, roots[1]!);
    refused({ certificate: old, rotations: shown.rotations }, roots[1]!);
    refused({ certificate: old, rotations: shown.rotations }, roots[0]!);
    // The old root signs its place over once more, to somebody else.
    refused({ certificate: certificate(stranger), rotations: [rotation(roots[0]!, stranger)] }, roots[1]!);
    refused({ certificate: certificate(stranger), rotations: [...shown.rotations, rotation(roots[0]!, stranger)] }, roots[1]!);
  });

  test('whose rotations lead back to an earlier root is refused, though each is signed', () => {
    const { roots, shown } = history(2);
    const back = [...shown.rotations, rotation(roots[2]!, roots[0]!)];
    refused({ certificate: certificate(roots[0]!), rotations: back }, roots[0]!);
    refused({ certificate: certificate(roots[0]!), rotations: [rotation(roots[0]!, roots[0]!)] }, roots[0]!);
    refused({ certificate: certificate(roots[1]!), rotations: [...back, rotation(roots[0]!, roots[1]!)] }, roots[1]!);
  });

  test(`is followed over ${maxRotations} rotations and no more`, () => {
    const longest = history(maxRotations);
    expect(judged(longest.shown, longest.roots[0]!).followed).toHaveLength(maxRotations);
    const longer = history(maxRotations + 1);
    refused(longer.shown, longer.roots[0]!);
    refused(longer.shown, longer.roots[1]!);
  });

  test('of another organisation, or led to by a rotation of another one, is refused', () => {
    const { roots, shown } = history(1);
    refused({ ...shown, certificate: certificate(roots[1]!, 'Sudlicht') }, roots[0]!);
    refused({ ...shown, rotations: [rotation(roots[0]!, roots[1]!, { organisation: 'Sudlicht' })] }, roots[0]!);
  });

  test('is not led to by a rotation before or after its time; one that lies behind the known root may have ended', () => {
    const { roots, shown } = history(1);
    for (const changed of [{ notAfter: now }, { notBefore: now + 1 }]) {
      const rotations = [rotation(roots[0]!, roots[1]!, changed)];
      refused({ ...shown, rotations }, roots[0]!);
      expect(judged({ ...shown, rotations }, roots[1]!).followed).toEqual([]);
    }
    refused(shown, roots[0]!, terms.notAfter);
  });

  test('is not led to by a rotation to something that is no key, and a statement of another type is no rotation', () => {
    const { roots, shown } = history(1);
    const noKey = signStatement('root-rotation', { organisation, newRoot: toBase64(new Uint8Array(33)) }, terms, roots[0]!);
    refused({ ...shown, rotations: [noKey] }, roots[0]!);
    refused({ ...shown, rotations: [certificate(roots[0]!)] }, roots[0]!);
  });
});

describe('a chain of rotations', () => {
  const { roots, shown } = history(4);
  const all = [...shown.rotations, shown.certificate];
  const put = (statements: readonly SignedStatement[]): ShownByHub => ({ rotations: statements.slice(0, -1), certificate: statements.at(-1)! });

  test('holds as it was signed', () => {
    expect(judged(put(all), roots[0]!).followed).toHaveLength(4);
  });

  test('with any bit of any statement flipped is refused', () => {
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.nat(), fc.boolean(), (which, position, inBody) => {
        const statement = all[which]!;
        const source = inBody ? Buffer.from(statement.body) : Buffer.from(fromBase64(statement.signature));
        const bit = position % (source.length * 8);
        source[bit >> 3]! ^= 1 << (bit & 7);
        const changed = inBody ? { ...statement, body: source.toString('latin1') } : { ...statement, signature: source.toString('base64') };
        refused(put(all.with(which, changed)), roots[0]!);
      }),
      runs(300),
    );
  });

  test('in any other order, with any left out or any put in twice, is refused', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(shown.rotations.length - 1), { maxLength: 8 }), (order) => {
        const right = order.length === 4 && order.every((place, index) => place === index);
        // What comes before the first rotation that the known root signed says nothing of it.
        const start = order.indexOf(0);
        fc.pre(!right && order.slice(start).join() !== '0,1,2,3');
        refused({ ...shown, rotations: order.map((place) => shown.rotations[place]!) }, roots[0]!);
      }),
      runs(300),
    );
  });

  test('with a statement of a stranger put in anywhere after its start is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.constantFrom(rotation(stranger, roots[1]!), rotation(stranger, stranger), certificate(stranger)), (place, foreign) => {
        refused({ ...shown, rotations: shown.rotations.toSpliced(place, 0, foreign) }, roots[0]!);
      }),
      runs(50),
    );
  });

  test('never makes known a root that the known one did not lead to', () => {
    const pool = [...roots, stranger];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 }), fc.nat(5), (steps, signer) => {
        const rotations = steps.map(([from, to]) => rotation(pool[from]!, pool[to]!));
        const attempt = () => judged({ rotations, certificate: certificate(pool[signer]!) }, roots[0]!);
        // By hand: one path of signed steps from root 0, no root twice, nothing else once it has begun.
        let at = 0;
        let begun = false;
        let whole = true;
        const seen = new Set([0]);
        for (const [from, to] of steps) {
          if (from !== at) whole &&= !begun;
          else {
            begun = true;
            whole &&= !seen.has(to);
            seen.add(to);
            at = to;
          }
        }
        if (whole && at === signer) expect(publicKeyText(attempt().root)).toBe(publicKeyText(pool[signer]!.getPublicKey()));
        else expect(attempt).toThrow();
      }),
      runs(300),
    );
  });
});
