import './safety-number.css';

/** Sixty digits in groups of five, however they were spaced. */
export function groupsOfFive(digits: string): readonly string[] {
  return digits.replace(/\D/g, '').match(/\d{1,5}/g) ?? [];
}

/** To be compared by eye or read aloud: large, in the same order on both sides. */
export function SafetyNumber({ label, digits }: { readonly label: string; readonly digits: string }) {
  return (
    <section className="safety" aria-label={label}>
      <ol className="safety-groups">
        {groupsOfFive(digits).map((group, place) => (
          // Two groups may be the same; their place tells them apart.
          // eslint-disable-next-line react/no-array-index-key
          <li key={place} className="safety-group">
            {group}
          </li>
        ))}
      </ol>
    </section>
  );
}
