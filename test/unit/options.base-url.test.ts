import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import type { ClientManagementOptions } from '../../src/options.js';
import { readOptions } from '../../src/read-options.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

function baseUrlOf(options: ClientManagementOptions): string {
  return readOptions({ apiKey: 'key', ...options }).baseUrl;
}

it.each([
  ['https://portal.example.com', 'https://portal.example.com'],
  ['https://portal.example.com/', 'https://portal.example.com'],
  ['https://portal.example.com//', 'https://portal.example.com'],
  ['https://portal.example.com/prefix/', 'https://portal.example.com/prefix'],
  ['HTTPS://Portal.Example.com:8443/A', 'https://portal.example.com:8443/A'],
  ['http://localhost:8092', 'http://localhost:8092'],
  ['http://portal.localhost', 'http://portal.localhost'],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ['http://127.8.9.1', 'http://127.8.9.1'],
  ['http://[::1]:8092', 'http://[::1]:8092'],
])('baseUrl: takes %s', (baseUrl, expected) => {
  expect(baseUrlOf({ baseUrl })).toBe(expected);
});

it.each([
  '',
  'portal.example.com',
  'localhost:8092',
  '/api',
  'ftp://portal.example.com',
  'file:///etc',
  'https://user@portal.example.com',
  'https://user:password@portal.example.com',
  'https://portal.example.com?',
  'https://portal.example.com/?a=b',
  'https://portal.example.com/#',
  'https://portal.example.com/#a',
])('baseUrl: rejects "%s"', (baseUrl) => {
  expect(() => baseUrlOf({ baseUrl })).toThrow(ConfigurationError);
  expect(() => baseUrlOf({ baseUrl })).toThrow('baseUrl must be an http(s) URL');
});

it('baseUrl: is not quoted, for it may hold a password', () => {
  expect(() => baseUrlOf({ baseUrl: 'https://user:password@portal.example.com' })).not.toThrow('password@');
});

describe('baseUrl with http to another machine', () => {
  it.each([
    'http://portal.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://notlocalhost',
    'http://10.0.0.1',
    'http://[::2]',
  ])('needs allowInsecureConnection: %s', (baseUrl) => {
    expect(() => baseUrlOf({ baseUrl })).toThrow('baseUrl must be https');
    expect(() => baseUrlOf({ baseUrl, allowInsecureConnection: false })).toThrow('baseUrl must be https');
    expect(baseUrlOf({ baseUrl, allowInsecureConnection: true })).toBe(baseUrl);
  });
});

describe('baseUrl that is not set', () => {
  it.each([undefined, ''])('is that of openapi.yaml if DOCSPACE_BASE_URL is %j', (value) => {
    vi.stubEnv('DOCSPACE_BASE_URL', value);
    expect(baseUrlOf({})).toBe('http://localhost:8092');
  });

  it('is DOCSPACE_BASE_URL', () => {
    vi.stubEnv('DOCSPACE_BASE_URL', 'https://portal.example.com/');
    expect(baseUrlOf({})).toBe('https://portal.example.com');
    expect(baseUrlOf({ baseUrl: 'https://other.example.com' })).toBe('https://other.example.com');
  });

  it.each([
    ['ftp://portal.example.com', 'DOCSPACE_BASE_URL must be an http(s) URL'],
    ['http://portal.example.com', 'DOCSPACE_BASE_URL must be https'],
  ])('is reported by the name of the variable: %s', (value, message) => {
    vi.stubEnv('DOCSPACE_BASE_URL', value);
    expect(() => baseUrlOf({})).toThrow(message);
  });
});
