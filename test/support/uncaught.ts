import { ClientManagementApi } from '../../src/index.js';

// Catches nothing, and dies of the first error.
const { OPTIONS = '', CALL = '' } = process.env;
const api = new ClientManagementApi(JSON.parse(OPTIONS));
await api.deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168', JSON.parse(CALL));
