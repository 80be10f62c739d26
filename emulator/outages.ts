import { type ErrorDetails, ServiceError } from './errors.js';

/** What the service depends on, and what can be down. */
export type Dependency = 'authorization service' | 'message broker' | 'limiter store' | 'database';

/** The dependencies. */
export const DEPENDENCIES: readonly Dependency[] = [
  'authorization service',
  'message broker',
  'limiter store',
  'database',
];

/**
 * The dependencies that are down now. The emulator responds at once, where the real service takes up to 30 s if the
 * database is down.
 */
export type Outages = ReadonlySet<Dependency>;

/** Throws what the service returns if a dependency is down. */
export function requireUp(outages: Outages, dependency: Dependency, details?: ErrorDetails): void {
  if (outages.has(dependency)) {
    const status = dependency === 'authorization service' ? 503 : 500;
    throw new ServiceError(status, `The ${dependency} is down`, details);
  }
}
