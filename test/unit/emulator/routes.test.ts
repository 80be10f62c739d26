import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { findRoute, methodsOf, routesAt } from '../../../emulator/routes.js';
import { behaviourOf } from '../../../emulator/versions.js';
import { NOBODY } from './support/session.js';

describe('findRoute', () => {
  const pathOf = (method: string, path: string, version: ServiceVersion = '3.7'): string => {
    const match = findRoute(method, path, behaviourOf(version));
    return match.kind === 'route' ? `${match.route.path} ${match.clientId}` : match.kind;
  };

  it.each([
    ['GET', '/api/2.0/clients/info', 'clients/info info'],
    ['PUT', '/api/2.0/clients/info', 'clients/{id} info'],
    ['DELETE', '/api/2.0/clients/tenant', 'clients/tenant tenant'],
    ['GET', '/api/2.0/clients/tenant', 'clients/{id} tenant'],
    ['HEAD', `/api/2.0/clients/${NOBODY}`, `clients/{id} ${NOBODY}`],
    ['GET', `/api/2.0/oauth2/clients/${NOBODY}`, `clients/{id} ${NOBODY}`],
    ['GET', '/api/2.0/clients/%41', 'clients/{id} A'],
    ['PATCH', '/api/2.0/clients', 'wrong method'],
    ['GET', '/api/2.0/clients/', 'unknown'],
    ['GET', '/api/2.0/CLIENTS', 'unknown'],
    ['GET', '/api/3.0/clients', 'unknown'],
    ['GET', '/api/2.0/clients/a/b', 'unknown'],
  ])('%s %s: %s', (method, path, expected) => {
    expect(pathOf(method, path)).toBe(expected);
  });

  it('knows neither the second prefix nor the bulk deletes on 3.0', () => {
    expect(pathOf('GET', '/api/2.0/oauth2/scopes', '3.0')).toBe('unknown');
    expect(pathOf('DELETE', '/api/2.0/clients', '3.0')).toBe('wrong method');
    expect(pathOf('DELETE', '/api/2.0/clients/tenant', '3.0')).toBe('clients/{id} tenant');
  });
});

it('methodsOf sorts the methods of a path', () => {
  expect(methodsOf(routesAt('/api/2.0/clients/a', behaviourOf('3.7')))).toEqual(['DELETE', 'GET', 'PUT']);
});
