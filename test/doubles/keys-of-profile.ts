import { readFileSync } from 'node:fs';
import { keysOfProfile } from './profile-keys.ts';

/**
 * A program of its own, so that the process that looks for keys elsewhere need not run the product: prints the keys of
 * a profile as hexadecimal numbers. The passphrase comes in by standard input.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Which profile?');
const { keys, shares } = await keysOfProfile(folder, readFileSync(0));
const named = [...Object.entries(keys), ...shares.map((share, index) => [`hub share ${index + 1}`, share] as const)];
process.stdout.write(JSON.stringify(Object.fromEntries(named.map(([name, key]) => [name, Buffer.from(key).toString('hex')]))));
