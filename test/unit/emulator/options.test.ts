import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../emulator/index.js';
import { resolveSettings } from '../../../emulator/options.js';

describe('resolveSettings', () => {
  it('has defaults', () => {
    const settings = resolveSettings({});
    expect(settings).toMatchObject({
      serviceVersion: '3.7',
      edition: 'standalone',
      limits: { POST: 10, PUT: 15, PATCH: 15, DELETE: 15, GET: 200 },
      serviceLimit: 125,
      timeScale: 1,
      signatureLife: 300_000,
      behindPortal: true,
      users: { 'emulator-key': { role: 'admin', tenant: 1 } },
    });
    expect(settings.signatureKey).toHaveLength(32);
    expect(resolveSettings({}).signatureKey).not.toEqual(settings.signatureKey);
    expect(Math.abs(settings.clock.now() - Date.now())).toBeLessThan(1000);
  });

  it.each<object>([
    { timeScale: 0 },
    { timeScale: Number.NaN },
    { signatureLife: 0 },
    { limits: { POST: 0 } },
    { limits: { GET: 1.5 } },
    { limits: 'none' },
    { serviceLimit: 1.5 },
    { serviceVersion: '3.4' },
    { edition: 'hosted' },
    // Node would listen on every address.
    { host: '' },
  ])('throws a RangeError for %j', (options) => {
    expect(() => resolveSettings(options as EmulatorOptions)).toThrow(RangeError);
  });

  it.each<object>([
    { host: 5 },
    { corsOrigin: 5 },
    { behindPortal: 'no' },
    { gateway: null },
    { gateway: 5 },
    { clock: null },
    { clock: {} },
    { limits: null },
    { limits: [] },
    { users: { key: null } },
  ])('throws a TypeError that names the option for %j', (options) => {
    const [name = ''] = Object.keys(options);
    const wrong = (): unknown => resolveSettings(options as EmulatorOptions);
    expect(wrong).toThrow(TypeError);
    expect(wrong).toThrow(new RegExp(`^createEmulator: ${name}[:. ].*must`));
  });

  it.each(['null', 'http://localhost:3000', 'app://localhost', 'capacitor://localhost', 'chrome-extension://abc'])(
    'takes the corsOrigin %s, which pages have',
    (corsOrigin) => {
      expect(() => resolveSettings({ corsOrigin })).not.toThrow();
    },
  );

  it('copies what may change later', () => {
    const user = { id: 'a', role: 'admin', tenant: 1 } as const;
    const options = { users: { one: user }, limits: { POST: 1 }, signatureKey: new Uint8Array([1, 2, 3]) };
    const settings = resolveSettings(options);
    Object.assign(options.users, { other: user });
    options.limits.POST = 0;
    options.signatureKey.fill(0);
    expect(settings.users).toEqual({ one: user });
    expect(settings.limits.POST).toBe(1);
    expect([...settings.signatureKey]).toEqual([1, 2, 3]);
  });
});
