import { bundleFromString, createConfig } from '@redocly/openapi-core';
import { apiDiff } from 'api-smart-diff';
import { type Effect, effectOf } from './effect.js';
import { describe } from './text.js';

/** A difference between two versions of the contract. */
export interface Change {
  effect: Effect;
  /** The operation, such as `PUT /api/2.0/clients/{clientId}`; empty for what all have in common. */
  operation: string;
  what: string;
}

interface Contract {
  components?: { schemas?: object; securitySchemes?: object };
}

/** The differences between two texts of openapi.yaml. */
export async function findChanges(oldText: string, newText: string): Promise<Change[]> {
  const [before, after] = await Promise.all([readContract(oldText), readContract(newText)]);
  // The library writes into what it compares.
  const diffs = apiDiff(structuredClone(before), structuredClone(after));
  return diffs.map((diff) => ({ effect: effectOf(diff, before, diffs), ...describe(diff) }));
}

// With every reference resolved, a change is told where users meet it, and its path leads through the old document. Of
// the components themselves they meet the key and, as types, the names of schemas.
async function readContract(text: string): Promise<unknown> {
  const config = await createConfig({});
  const { bundle, problems } = await bundleFromString({
    source: text,
    absoluteRef: 'openapi.yaml',
    config,
    dereference: true,
  });
  if (problems.length > 0) {
    throw new Error(`openapi.yaml cannot be read: ${problems.map(({ message }) => message).join('; ')}`);
  }
  const { components, ...document } = bundle.parsed as Contract;
  const types = Object.fromEntries(Object.keys(components?.schemas ?? {}).map((name) => [name, {}]));
  const met = { ...document, components: { schemas: types, securitySchemes: components?.securitySchemes ?? {} } };
  // Parts that several places refer to become parts of their own, for the library writes into them.
  return JSON.parse(JSON.stringify(met));
}
