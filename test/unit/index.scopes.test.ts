import { expect, it } from 'vitest';
import { SCOPES } from '../../src/index.js';
import { openapi } from '../support/document.js';

it('SCOPES: are the scopes that the contract names, and cannot be changed', () => {
  expect(SCOPES).toContain('files:read');
  expect(SCOPES).toEqual(openapi.components?.schemas?.Scope?.anyOf?.[0]?.enum);
  expect(SCOPES).toSatisfy(Object.isFrozen);
});
