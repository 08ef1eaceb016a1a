import { Priority } from '../../../../shared/domain/conversation.ts';
import { levelField, promises, type ServiceLevelForm } from '../../../data/console/service-level-form.ts';
import { words as inboxWords } from '../../inbox/words.ts';
import { words } from './words.ts';

const headings = { first: words.levelFirst, next: words.levelNext } as const;

/** How soon customers are to be answered: minutes by priority. */
export function ServiceLevelFields({ form, wrong, onEdit }: { readonly form: ServiceLevelForm; readonly wrong: ReadonlySet<string>; readonly onEdit: (form: ServiceLevelForm) => void }) {
  return (
    <section className="policy-group" aria-label={words.levelTitle}>
      <h2 className="policy-group-title">{words.levelTitle}</h2>
      <p className="console-hint">{words.levelLead}</p>
      <table className="policy-checks">
        <thead>
          <tr>
            <th scope="col">{words.levelPriority}</th>
            {promises.map((promised) => (
              <th key={promised} scope="col">
                {headings[promised]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Priority.options.toReversed().map((priority) => (
            <tr key={priority}>
              <th scope="row">{inboxWords.priorities[priority]}</th>
              {promises.map((promised) => {
                const field = levelField(priority, promised);
                return (
                  <td key={promised}>
                    <input
                      className="policy-input"
                      inputMode="numeric"
                      autoComplete="off"
                      aria-label={words.levelOf(headings[promised], priority)}
                      aria-invalid={wrong.has(field) || undefined}
                      value={form[field] ?? ''}
                      onChange={({ target }) => onEdit({ ...form, [field]: target.value })}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="field-problem" role="alert">
        {wrong.size > 0 ? words.levelWrong : null}
      </p>
    </section>
  );
}
