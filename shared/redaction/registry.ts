import { cardCompanions } from './cards/card-companions.ts';
import { cardNumbers } from './cards/card-numbers.ts';
import type { Detector } from './engine/detector.ts';

/** Every detector there is. Where two claim the same characters, the surer one is believed. */
export const detectors: readonly Detector[] = [cardNumbers];

/** Read once cards are known, and look beside them. */
export const followers: readonly Detector[] = [cardCompanions];
