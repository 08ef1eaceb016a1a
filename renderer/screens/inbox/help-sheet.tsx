import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import './help-sheet.css';
import { words } from './words.ts';

/** Every key there is. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={words.help.title} onClose={onClose}>
      <div className="help">
        {words.help.groups.map((group) => (
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
