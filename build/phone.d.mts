export function keyFromText(text: string): Buffer | undefined;
export function codeAt(key: Uint8Array, at?: number): { code: string; secondsLeft: number; step: number };
