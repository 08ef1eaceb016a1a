import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conversation } from '../../../../shared/domain/conversation.ts';
import { Filter, isFiltering, noFilter, SavedView } from '../../../../shared/domain/filter.ts';
import { maxTag, mostTags, Tag, tagKey, Tags, withoutTag, withTag } from '../../../../shared/domain/tag.ts';
import { conversation } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';

const typed = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.string({ unit: 'binary', maxLength: 50 }));

describe('a tag', () => {
  it('of any text is one line without outer spaces, of 1 to 40 characters, or none at all; and the same once read', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const read = Tag.safeParse(text);
        if (!read.success) return;
        expect(read.data).toMatch(/^\S(.*\S)?$/su);
        expect(read.data).not.toMatch(/[\p{Cc}\n\r]/u);
        expect(read.data.length).toBeLessThanOrEqual(maxTag);
        expect(Tag.parse(read.data)).toBe(read.data);
      }),
      runs(2000),
    );
    for (const none of ['', '   ', '\n', '\u200b', 'x'.repeat(41)]) expect(Tag.safeParse(none).success).toBe(false);
    expect(Tag.parse('  late \n parcel ')).toBe('late parcel');
  });

  it('is one with whatever differs in case or composition only', () => {
    expect(tagKey('Überfällig')).toBe(tagKey('ÜBERFÄLLIG'));
    expect(tagKey('u\u0308ber')).toBe(tagKey('Über'));
    expect(tagKey('refund')).not.toBe(tagKey('refunds'));
    fc.assert(
      fc.property(typed, (text) => {
        expect(tagKey(tagKey(text))).toBe(tagKey(text));
      }),
      runs(2000),
    );
  });

  it('comes and goes: after any such sequence there are no two of one key, and twenty at most', () => {
    const step = fc.tuple(fc.constantFrom('add', 'remove'), fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'ß', 'ẞ', '1'), minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let tags: Tags = [];
        for (const [change, tag] of steps) {
          const next = change === 'add' ? withTag(tags, tag) : withoutTag(tags, tag);
          if (next === null) expect(tags).toHaveLength(mostTags);
          else expect(next.some((one) => tagKey(one) === tagKey(tag))).toBe(change === 'add');
          tags = Tags.parse(next ?? tags);
        }
      }),
      runs(300),
    );
    expect(Tags.safeParse(['Refund', 'REFUND']).success).toBe(false);
  });
});

describe('a conversation of a hub of before', () => {
  it('is as every conversation begins: normal, without tags, not snoozed', () => {
    const { priority: _priority, tags: _tags, snoozedUntil: _until, ...before } = conversation();
    expect(Conversation.parse(before)).toMatchObject({ priority: 'normal', tags: [], snoozedUntil: null });
  });
});

describe('a filter', () => {
  it('of nothing filters nothing; each part alone does', () => {
    expect(isFiltering(noFilter)).toBe(false);
    const parts: Partial<Filter>[] = [{ status: 'open' }, { channel: 'email' }, { assignee: { is: 'me' } }, { team: { is: 'mine' } }, { priority: 'low' }, { tag: 'x' }, { unread: true }];
    for (const part of parts) expect(isFiltering({ ...noFilter, ...part })).toBe(true);
    expect(parts.flatMap(Object.keys).toSorted()).toEqual(Object.keys(noFilter).toSorted());
  });

  it('takes any odd input, and any odd saved view, for what it is or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record(Object.fromEntries(Object.keys(noFilter).map((key) => [key, fc.anything()])))), (input) => {
        const read = Filter.safeParse(input);
        if (read.success) expect(Filter.parse(read.data)).toEqual(read.data);
        expect(SavedView.safeParse(input).success).toBe(false);
      }),
      runs(1000),
    );
  });
});
