import type { Suite } from './measure.ts';
import { adversarialMeasures } from './redaction/adversarial.ts';
import { comparedMeasures } from './redaction/against-peers.ts';
import { loadPeers } from './redaction/peers.ts';
import { qualityMeasures } from './redaction/quality.ts';
import { cleanMeasures, linearMeasure, throughputMeasures } from './redaction/speed.ts';

/** Redaction over the labelled texts: what it finds, against other libraries, and at what cost. */
export const redactionSuite: Suite = async (say) => {
  const peers = await loadPeers(say);
  return [...qualityMeasures(say), ...(await comparedMeasures(peers, say)), ...(await throughputMeasures(peers, say)), ...cleanMeasures(say), linearMeasure(say), ...adversarialMeasures(say)];
};
