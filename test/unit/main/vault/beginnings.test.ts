import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { afterNewerBeginning, newBeginningState } from '../../../../main/vault/beginning-state.ts';
import { beginningsToSend, listBeginnings, saveBeginning } from '../../../../main/vault/beginnings.ts';
import { Change } from '../../../../main/vault/change.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { repairInThread } from '../../../../main/vault/repair/repair-in-thread.ts';
import { type Beginning, mostBeginnings } from '../../../../shared/domain/beginning.ts';
import { BeginningId } from '../../../../shared/domain/ids.ts';
import { repairer } from '../../../doubles/vault-entries.ts';
import { VaultFile } from './open-file.ts';

const begun = (text: string): Beginning => ({ way: 'email', channelId: null, with: { kind: 'nobody' }, name: '', subject: '', text, call: { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } });
let vault: VaultFile;
beforeEach(() => {
  vault = new VaultFile();
});
afterEach(() => vault.remove());
const save = (content: Beginning | null, id = BeginningId.parse(randomUUID())) => Change.run(vault.database, (change) => saveBeginning(change, { id, stamp: 0, content }, 1)).result;

describe('what was begun and not sent', () => {
  it('is saved where the vault is repaired, and counted among the drafts', async () => {
    save(begun('Kept'));
    const gone = save(begun('Gone'));
    Change.run(vault.database, (change) => beginningsToSend(change, new Set()));
    save(null, gone.id);
    vault.close();
    const into = join(vault.folder, 'new.db');
    const told = await repairInThread(repairer, () => 0).rebuild({ file: vault.file, keys: [vault.key] }, into, new Uint8Array(vault.key));
    expect(told.drafts).toEqual({ saved: 1, lost: 0 });
    const database = openWritable(into, new Uint8Array(vault.key), false);
    try {
      expect(listBeginnings(database).map(({ content }) => content.text)).toEqual(['Kept']);
    } finally {
      database.close();
    }
  });

  it('leaves nothing behind where the hub never had it', () => {
    const { id } = save(begun('Never mind'));
    save(null, id);
    expect(vault.database.rows('SELECT id FROM beginnings')).toEqual([]);
  });

  it('is of a limited number', () => {
    for (let n = 0; n < mostBeginnings; n += 1) save(begun(String(n)));
    expect(() => save(begun('One more'))).toThrow(/at most/);
  });

  it('loses no words to the other laptop, whatever was here and comes from there', () => {
    const some = fc.option(fc.constantFrom('a', 'b', 'c').map(begun), { nil: null });
    fc.assert(
      fc.property(some, some, some, fc.nat(3), (base, here, theirs, files) => {
        const { content, apart, state } = afterNewerBeginning(here, { ...newBeginningState, version: 1, base }, { version: 2, content: theirs, files });
        const kept = [content, apart].map((each) => each?.text);
        if (here !== null && here.text !== base?.text) expect(kept).toContain(here.text);
        if (theirs !== null && theirs.text !== base?.text) expect(kept).toContain(theirs.text);
        expect([state.version, state.filesThere]).toEqual([2, files]);
      }),
    );
  });
});
