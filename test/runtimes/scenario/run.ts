import type { CheckResult, ScenarioOptions } from './options.js';
import { CHECKS, type Check, contextOf } from './scenario.js';

const LONGEST = 5_000;

/** Runs every check, one after another. */
export async function runChecks(options: ScenarioOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    results.push({ name, ...(await outcomeOf(check, options)) });
  }
  return results;
}

async function outcomeOf(check: Check, options: ScenarioOptions): Promise<Omit<CheckResult, 'name'>> {
  if (check.applies?.(options) === false) {
    return { outcome: 'not for this runtime' };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${LONGEST} ms`)), LONGEST);
  });
  try {
    await Promise.race([late, Promise.resolve(contextOf(options)).then(check.run)]);
    return { outcome: 'passed' };
  } catch (error) {
    return { outcome: 'failed', message: String(error) };
  } finally {
    clearTimeout(timer);
  }
}
