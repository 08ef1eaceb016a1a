import { Display, firstDisplay } from '../../shared/domain/display.ts';
import { readDisplayFile, writeDisplayFile } from './display-file.ts';

export interface DisplayPorts {
  readonly profile: string;
  /** The theme may be another one. */
  readonly themeChosen: () => void;
  /** The language may be another one: menus are to be set anew, and the page is to begin anew. */
  readonly languageChosen: () => void;
}

/** The display choices, kept beside the vault in plain: they hold from the first screen on, before anything is unlocked. */
export class DisplayChoices {
  readonly #ports: DisplayPorts;

  constructor(ports: DisplayPorts) {
    this.#ports = ports;
  }

  /** A file that somebody else has written, or an older version, counts as far as it can be read. */
  read(): Display {
    const found = readDisplayFile(this.#ports.profile);
    if (typeof found !== 'object' || found === null) return firstDisplay;
    const whole = Display.safeParse({ ...firstDisplay, ...found });
    if (whole.success) return whole.data;
    // Field by field: one that is not understood takes none of the others with it.
    return Object.entries(found).reduce<Display>((display, [field, value]) => Display.safeParse({ ...display, [field]: value }).data ?? display, firstDisplay);
  }

  choose(part: Partial<Display>): null {
    const before = this.read();
    const display = Display.parse({ ...before, ...part });
    writeDisplayFile(this.#ports.profile, display);
    if (display.theme !== before.theme) this.#ports.themeChosen();
    if (display.language !== before.language) this.#ports.languageChosen();
    return null;
  }
}
