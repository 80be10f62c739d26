import type { Connect } from './peer.js';

/** What is measured in rounds. Each is loaded on its own, so that no other code adds to the work of its garbage collector. */
export const SIDES = {
  'generated client alone': async () => (await import('./generated.js')).generated,
  'this SDK': async () => (await import('./sdk.js')).sdk,
} satisfies Record<string, () => Promise<Connect>>;

export type SideName = keyof typeof SIDES;
