/** Ends a form: nothing that the number could go on with. */
const end = '(?![0-9A-Za-z]|[-./]\\d)';

export function form(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})${end}`, 'y');
}

export function formAnyCase(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})${end}`, 'iy');
}
