import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { BUILDS, outcomeOf, stepsOf } from '../support/recordings.js';
import { createReplay, EMULATED } from '../support/replay.js';
import { createCredentials, userOfSession } from '../support/wire-credentials.js';

// The steps that the emulator does not follow, each with the reason. At most 2 % of the steps of a build may stand here.
const NOT_EMULATED: Readonly<Record<string, string>> = {
  'credentials/3.0: portal does not answer': 'the emulator looks sessions up itself, so no portal can be out of reach',
};

it.concurrent.each(BUILDS)(
  'createEmulator returns what %s was recorded to return',
  async (build) => {
    const [serviceVersion, edition] = EMULATED[build];
    await using emulator = await createEmulator({
      serviceVersion,
      edition,
      limits: 'raised',
      users: userOfSession,
      behindPortal: false,
    });
    const kind = serviceVersion === '3.0' ? 'session' : 'signature';
    const credentials = createCredentials({ kind, signatureKey: emulator.signatureKey });
    using replay = createReplay(emulator.url, credentials);

    const steps = stepsOf(build);
    const differences = [];
    for (const step of steps) {
      const [returned, recorded] = [await replay.perform(step), outcomeOf(build, step.id)];
      if (!isDeepStrictEqual(returned, recorded)) {
        differences.push({ id: step.id, returned, recorded });
      }
    }

    const known = steps.filter(({ id }) => id in NOT_EMULATED).map(({ id }) => id);
    expect(differences.filter(({ id }) => !known.includes(id))).toEqual([]);
    // Whatever is emulated by now has no place in the table.
    expect(differences.map(({ id }) => id)).toEqual(known);
    expect(known.length / steps.length).toBeLessThanOrEqual(0.02);
  },
  30_000,
);
