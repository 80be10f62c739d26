import { isDocSpaceError } from 'docspace-client-management';
import { api } from '../../api.js';

export const dynamic = 'force-dynamic';

/** The names of all clients, and the code of an error. */
export async function GET() {
  const names = [];
  for await (const { name } of api().listClients()) {
    names.push(name);
  }
  const error = await api()
    .getClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168')
    .catch((reason) => reason);
  return Response.json({ names, code: isDocSpaceError(error) && error.code });
}
