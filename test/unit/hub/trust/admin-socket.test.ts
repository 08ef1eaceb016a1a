import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminSocketPath } from '../../../../hub/admin/admin-frames.ts';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'sd-socket-'));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

const long = () => join(temporary, 'x'.repeat(120));
const shared = () => join(temporary, `sealdesk-${userInfo().uid}`);

describe('the admin socket', () => {
  it('lies in the data folder, or in a folder of ours alone where the path would be too long', () => {
    expect(adminSocketPath(join(temporary, 'hub'), temporary)).toBe(join(temporary, 'hub', 'admin.sock'));
    const path = adminSocketPath(long(), temporary);
    expect(path).toMatch(new RegExp(`^${shared()}/[0-9a-f]{24}\\.sock$`));
    chmodSync(shared(), 0o755);
    expect(adminSocketPath(long(), temporary)).toBe(path);
    expect(statSync(shared()).mode & 0o777).toBe(0o700);
  });

  it('is never in a folder that somebody else put there before', () => {
    const theirs = join(temporary, 'theirs');
    mkdirSync(theirs);
    symlinkSync(theirs, shared());
    expect(() => adminSocketPath(long(), temporary)).toThrow(expect.objectContaining({ kind: 'socket-folder-foreign' }));
  });
});
