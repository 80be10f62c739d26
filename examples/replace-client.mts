// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx replace-client.mts create OLD_CLIENT_ID NEW_CLIENT.json
// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx replace-client.mts retire OLD_CLIENT_ID
//
// Replaces a client with a new one of the same settings. At any time, at least one of them works: run `create`, switch
// your application to the new client, and run `retire` when nobody uses the old one any more. The new client has another
// id, and its users are asked for their consent again.
import { rm, writeFile } from 'node:fs/promises';
import { ClientManagementApi, type ClientResponse, DocSpaceError, toUpdateRequest } from 'docspace-client-management';

const [command, oldId = '', newFile = ''] = process.argv.slice(2);
try {
  const api = new ClientManagementApi();
  if (command === 'create' && newFile) {
    // Created before the client. Fails if the file exists: it may hold the only copy of a secret.
    await writeFile(newFile, '', { flag: 'wx', mode: 0o600 });
    const { client_id, client_secret } = await copy(api).catch(async (error) => {
      await rm(newFile);
      throw error;
    });
    await writeFile(newFile, JSON.stringify({ client_id, client_secret }), { flush: true });
    console.log(`${client_id} is ready, and the old client still works`);
  } else if (command === 'retire' && oldId) {
    // An inactive client gets no new tokens. Those it has stay valid until they expire. If somebody still needs the
    // client, activate it again. deleteClient ends everything at once and cannot be undone: call it later.
    await api.changeActivation(oldId, { status: false });
    console.log(`${oldId} gets no new tokens`);
  } else {
    console.error('usage: replace-client.mts create OLD_CLIENT_ID NEW_CLIENT.json | retire OLD_CLIENT_ID');
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof DocSpaceError ? error.message : error);
  process.exitCode = 1;
}

async function copy(api: ClientManagementApi): Promise<ClientResponse> {
  const old = await api.getClient(oldId);
  const { scopes, redirect_uris, website_url, terms_url, policy_url, is_public } = old;
  const [logout_redirect_uri = website_url] = old.logout_redirect_uris;
  const others = { scopes, redirect_uris, website_url, terms_url, policy_url, is_public, logout_redirect_uri };
  const [newest = old] = (await api.getClients({ limit: 1 })).data;
  try {
    return await api.createClient({ ...toUpdateRequest(old), ...others });
  } catch (error) {
    if (!(error instanceof DocSpaceError && error.mayHaveRun)) {
      throw error;
    }
    // The response was lost, but the client may exist. The newest clients come first.
    for await (const { client_id, name, created_on } of api.listClients()) {
      if (Date.parse(created_on) <= Date.parse(newest.created_on)) {
        break;
      }
      if (name === old.name) {
        return api.getClient(client_id);
      }
    }
    throw error;
  }
}
