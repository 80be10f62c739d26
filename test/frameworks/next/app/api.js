import { ClientManagementApi } from 'docspace-client-management';

export const api = () => new ClientManagementApi({ baseUrl: process.env.DOCSPACE_BASE_URL, apiKey: 'emulator-key' });
