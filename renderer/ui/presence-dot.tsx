import './presence-dot.css';

/** A filled dot, a hollow one, or one at work; the words beside it say the same. */
export function PresenceDot({ look }: { readonly look: 'on' | 'off' | 'busy' | 'asks' }) {
  return <span className={`presence-dot presence-dot-${look}`} aria-hidden="true" />;
}
