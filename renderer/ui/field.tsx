import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import './field.css';
import { words } from './words.ts';

interface Labelled {
  readonly label: string;
  /** Under the field, always there. */
  readonly hint?: ReactNode;
  /** Under the field; said aloud when it appears. */
  readonly problem?: string | null;
}

function Frame({ id, label, hint, problem, children }: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div className="field-problem" id={`${id}-problem`} role="alert">
        {problem}
      </div>
    </div>
  );
}

const described = (id: string, hint: ReactNode, problem: string | null | undefined): string | undefined =>
  [hint === undefined ? '' : `${id}-hint`, problem ? `${id}-problem` : ''].filter(Boolean).join(' ') || undefined;

export interface TextFieldProps extends Labelled, Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  readonly ref?: Ref<HTMLInputElement>;
  readonly code?: boolean;
}

export function TextField({ label, hint, problem, code = false, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <input
        {...input}
        id={id}
        className={classNames('field-box', code && 'field-code')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described(id, hint, problem)}
        spellCheck={false}
        autoComplete="off"
      />
    </Frame>
  );
}

export interface TextAreaProps extends Labelled, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id'> {
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly code?: boolean;
}

export function TextArea({ label, hint, problem, code = false, ...area }: TextAreaProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        {...area}
        id={id}
        className={classNames('field-box', 'field-area', code && 'field-code')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described(id, hint, problem)}
        spellCheck={false}
        autoComplete="off"
      />
    </Frame>
  );
}

/** Never remembered, never spelled, hidden until asked for. */
export function PassphraseField({ label, hint, problem, ...input }: Omit<TextFieldProps, 'type' | 'code'>) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <div className="field-with-button">
        <input
          {...input}
          id={id}
          type={shown ? 'text' : 'password'}
          className="field-box"
          aria-invalid={problem ? true : undefined}
          aria-describedby={described(id, hint, problem)}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
        />
        <IconButton label={shown ? words.hidePassphrase : words.showPassphrase} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff className="icon" /> : <Eye className="icon" />}
        </IconButton>
      </div>
    </Frame>
  );
}

export interface SelectChoice {
  readonly value: string;
  readonly words: string;
}

export interface SelectFieldProps extends Labelled, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'id' | 'children'> {
  readonly choices: readonly SelectChoice[];
}

/** One of a few, from the system's own list. */
export function SelectField({ label, hint, problem, choices, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <select {...select} id={id} className="field-box field-select" aria-describedby={described(id, hint, problem)}>
        {choices.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export interface CheckFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id' | 'type'> {
  readonly label: string;
}

export function CheckField({ label, ...input }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="check-field">
      <input {...input} id={id} type="checkbox" className="check-box" />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
