// Uses the emulator entry, with the class of the main one.
import { ClientManagementApi } from 'docspace-client-management';
import { createEmulator, type Emulator, type EmulatorOptions } from 'docspace-client-management/emulator';

/** Starts an emulator and creates a client there; returns its name and whether the emulator has ended. */
export async function useEmulator(): Promise<string[]> {
  const options: EmulatorOptions = { limits: 'raised' };
  const emulator: Emulator = await createEmulator(options);
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'emulator-key' });
  const { name } = await api.createClient({
    name: 'Reporting',
    logo: 'data:image/png;base64,iVBORw0KGgo=',
    scopes: ['files:read'],
    website_url: 'https://reporting.example.com',
    terms_url: 'https://reporting.example.com/terms',
    policy_url: 'https://reporting.example.com/privacy',
    redirect_uris: ['https://reporting.example.com/callback'],
    allowed_origins: ['https://reporting.example.com'],
    logout_redirect_uri: 'https://reporting.example.com/goodbye',
  });
  await emulator.close();
  const { code } = await api.getScopes({ retry: false }).then(
    () => ({ code: 'still there' }),
    (error) => error,
  );
  return [name, code];
}
