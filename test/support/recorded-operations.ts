import { openapi } from './document.js';
import { BUILDS, type Build, buildBody, type Outcome, outcomeOf, type Step, stepsOf } from './recordings.js';

/** A recorded request to an operation of openapi.yaml, and what one build returned. */
export interface Recorded {
  readonly operation: string;
  readonly build: Build;
  readonly step: Step;
  readonly outcome: Outcome;
}

// A path without parameters wins over one that a client id would make of it. What is escaped is no id.
const ROUTES = Object.entries(openapi.paths ?? {})
  .sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      operation: String(operationId),
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replace('{clientId}', '[^/?%;]+')}(\\?.*)?$`),
    })),
  );

/** Every recorded request to one of the operations, for each build that got it. */
export const RECORDED: readonly Recorded[] = BUILDS.flatMap((build) =>
  stepsOf(build).flatMap((step): Recorded[] => {
    const { method, path } = step.request;
    const operation = ROUTES.find((route) => route.method === method && route.path.test(path))?.operation;
    const outcome = outcomeOf(build, step.id);
    return operation && outcome ? [{ operation, build, step, outcome }] : [];
  }),
);

/** The JSON value that a step sends; `undefined` if it sends none, or something that is no JSON. */
export function jsonSentBy(step: Step): unknown {
  try {
    return JSON.parse(buildBody(step) ?? '');
  } catch {
    return undefined;
  }
}
