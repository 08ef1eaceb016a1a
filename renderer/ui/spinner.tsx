import './spinner.css';

/** Decoration: what is at work is said in words or by `aria-busy` beside it. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}

/** Stands where text will be. Appears only when the wait is long enough to notice. */
export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <span className="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" />
      ))}
    </span>
  );
}
