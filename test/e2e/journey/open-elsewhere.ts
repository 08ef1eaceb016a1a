import { Workstation } from './workstation.ts';

/**
 * A program of its own: opens a profile on what is, to it, another computer (the session it runs in
 * has a keyring of its own), prints what the screen says, and ends.
 */
const profile = process.argv[2];
if (profile === undefined) throw new Error('Which profile?');
const workstation = new Workstation({ profile });
await workstation.launch();
await workstation.page.getByRole('heading').first().waitFor({ timeout: 30_000 });
// The screens of a start say nothing of consequence; the state's own comes within moments.
await workstation.page.waitForFunction(() => !/Starting|Looking at what is encrypted/.test(document.body.innerText), undefined, { timeout: 30_000 });
process.stdout.write(`SCREEN ${JSON.stringify(await workstation.page.locator('body').innerText())}\n`);
await workstation.quit();
