import type { Rolldown } from 'tsdown';

// The generated client can stream events and can write arrays and objects into URLs. No operation does either, and
// without these parts every program that uses the package is a tenth smaller.
const UNUSED_PARTS: Record<string, readonly string[]> = {
  'serverSentEvents.gen.ts': ['createSseClient'],
  'pathSerializer.gen.ts': ['serializeArrayParam', 'serializeObjectParam', 'serializePrimitiveParam'],
};

/** Leaves those parts out of a build. */
export const withoutUnusedParts: Rolldown.Plugin = {
  name: 'without-unused-parts',
  load: (id) => {
    const part = Object.keys(UNUSED_PARTS).find((file) => id.endsWith(`/core/${file}`));
    const names = UNUSED_PARTS[part ?? '']?.map((name) => `unused as ${name}`);
    return names ? `const unused = () => { throw new Error('left out'); };\nexport { ${names} };` : null;
  },
};
