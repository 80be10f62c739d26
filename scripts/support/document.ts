import { readFile } from 'node:fs/promises';
import { formatProblems, getTotals, lint, loadConfig } from '@redocly/openapi-core';
import { parse } from 'yaml';
import { documentPath, redoclyConfigPath } from './paths.js';
import type { Schema } from './validators.js';

/** Prints what is wrong with openapi.yaml, with the place; tells whether all is well. A warning counts as wrong. */
export async function lintDocument(): Promise<boolean> {
  const config = await loadConfig({ configPath: redoclyConfigPath });
  const problems = await lint({ ref: documentPath, config });
  const totals = getTotals(problems);
  formatProblems(problems, { format: 'codeframe', totals, version: '' });
  return totals.errors + totals.warnings === 0;
}

/** The schemas of openapi.yaml by name. */
export async function readSchemas(): Promise<Record<string, Schema>> {
  const document = parse(await readFile(documentPath, 'utf8'));
  return document.components.schemas;
}
