import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConsoleNews } from '../../../../hub/gateway/console-news.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('news for the console', () => {
  it('goes out at once, then once a second for as long as something changes, and the last change is not lost', () => {
    let told = 0;
    const news = new ConsoleNews(() => (told += 1));
    for (let n = 0; n < 50; n += 1) news.changed();
    expect(told).toBe(1);
    vi.advanceTimersByTime(999);
    expect(told).toBe(1);
    vi.advanceTimersByTime(1);
    expect(told).toBe(2);
    news.changed();
    vi.advanceTimersByTime(1000);
    expect(told).toBe(3);
    vi.advanceTimersByTime(60_000);
    expect(told).toBe(3);
    news.changed();
    expect(told).toBe(4);
  });

  it('ends with the hub', () => {
    let told = 0;
    const news = new ConsoleNews(() => (told += 1));
    news.changed();
    news.changed();
    news.stop();
    vi.advanceTimersByTime(60_000);
    expect(told).toBe(1);
  });
});
