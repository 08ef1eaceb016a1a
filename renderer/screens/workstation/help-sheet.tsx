import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import type { Frame } from './frame.tsx';
import { goToLetters, placeName } from './go-to.ts';
import './help-sheet.css';
import { words, type KeyGroup } from './words.ts';

/** Every key there is, as far as the agent's roles have a use for it. */
export function HelpSheet({ frame, inbox, onClose }: { readonly frame: Frame; readonly inbox: boolean; readonly onClose: () => void }) {
  const goTo: KeyGroup = {
    name: words.help.goTo,
    keys: goToLetters.filter(([, place]) => (place === 'inbox' ? inbox : place === 'security' || frame.sections.includes(place))).map(([letter, place]) => [['G', letter.toUpperCase()], placeName(place)]),
  };
  const groups: readonly KeyGroup[] = [
    ...(inbox ? [words.help.inbox, words.help.conversation] : []),
    ...(frame.sections.length > 0 ? [words.help.console] : []),
    goTo,
    words.help.everywhere,
  ];
  return (
    <Dialog title={words.help.title} onClose={onClose}>
      <div className="help">
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className="help-group">{group.name}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does} className="help-row">
                  <dt>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
