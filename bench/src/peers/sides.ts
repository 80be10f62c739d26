import { PEERS } from './index.js';
import type { Connect } from './peer.js';
import { unpacedSdk } from './sdk.js';

/** What is measured in rounds: the peers, and this SDK in another setting. */
export const SIDES = { ...PEERS, 'this SDK, pacing: false': unpacedSdk } satisfies Record<string, Connect>;

export type SideName = keyof typeof SIDES;
