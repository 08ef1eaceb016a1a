import { X } from 'lucide-react';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';
import './toast.css';
import { words } from './words.ts';

export interface ToastContent {
  readonly words: string;
  readonly action?: { readonly words: string; readonly run: () => void };
}

type ShowToast = (content: ToastContent) => void;

const ToastContext = createContext<ShowToast>(() => undefined);

/** Long enough to read a sentence and reach the button (WCAG 2.2 SC 2.2.1: nothing is lost when it goes). */
const shownFor = 8000;

export function useToast(): ShowToast {
  return useContext(ToastContext);
}

/** One toast at a time: the newest replaces the one before it. It waits while it is pointed at or focused. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<(ToastContent & { readonly key: number }) | null>(null);
  const [held, setHeld] = useState(false);
  const count = useRef(0);
  const show = useCallback<ShowToast>((content) => {
    count.current += 1;
    setToast({ ...content, key: count.current });
  }, []);
  const dismiss = (): void => {
    setToast(null);
    setHeld(false);
  };
  useEffect(() => {
    if (toast === null || held) return undefined;
    const timer = setTimeout(() => setToast(null), shownFor);
    return () => clearTimeout(timer);
  }, [toast, held]);
  return (
    <ToastContext value={useMemo(() => show, [show])}>
      {children}
      <output className="toast-place">
        {toast !== null && (
          <div
            key={toast.key}
            className="toast"
            onPointerEnter={() => setHeld(true)}
            onPointerLeave={() => setHeld(false)}
            onFocus={() => setHeld(true)}
            onBlur={() => setHeld(false)}
          >
            <span>{toast.words}</span>
            {toast.action && (
              <Button
                look="quiet"
                onClick={() => {
                  toast.action?.run();
                  dismiss();
                }}
              >
                {toast.action.words}
              </Button>
            )}
            <IconButton label={words.dismiss} onClick={dismiss}>
              <X className="icon" />
            </IconButton>
          </div>
        )}
      </output>
    </ToastContext>
  );
}
