// Uses one method of the class.
import { ClientManagementApi, NotFoundError } from 'docspace-client-management';

const [, , baseUrl = ''] = process.argv;
const api = new ClientManagementApi({ baseUrl, apiKey: 'emulator-key' });
const error = await api.deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168').catch((reason) => reason);
console.log(error instanceof NotFoundError, error.name, error.code, error.status);
