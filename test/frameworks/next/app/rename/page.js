import { redirect } from 'next/navigation';
import { api } from '../api.js';
// The server action of docs/several-users-in-a-web-server.md.
import { renameClient } from '../dist/rename-client.js';

async function rename(form) {
  'use server';
  const [client] = (await api().getClients({ limit: 1 })).data;
  const { error = '' } = await renameClient(client.client_id, form.get('name'));
  redirect(`/api/clients?error=${encodeURIComponent(error)}`);
}

export default function Page() {
  return (
    <form action={rename}>
      <input name="name" />
    </form>
  );
}
