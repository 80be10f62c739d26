import { api } from '../api.js';

/** A page that Next would render once, while it builds, if a response could come from its cache. */
export default async function Page() {
  const [client] = (await api().getClients({ limit: 1 })).data;
  const { client_secret } = await api().regenerateSecret(client.client_id);
  return <code>{client_secret}</code>;
}
