// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx deactivate-listed.mts ids.txt
//
// Deactivates the clients whose ids a file lists, one per line, and prints the outcome of each. Without a file it reads
// standard input. If one client cannot be deactivated, the program continues with the others.
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { ClientManagementApi, DocSpaceError, NotFoundError } from 'docspace-client-management';

const [file] = process.argv.slice(2);
const list = await text(file === undefined ? process.stdin : createReadStream(file));
const clientIds = new Set(list.split(/\s+/).filter(Boolean));

// The service allows fifteen of these requests a minute, so a long list needs a long `maxWait`.
const api = new ClientManagementApi({ maxWait: 24 * 60 * 60 * 1000 });

const outcomes = await Promise.all(Array.from(clientIds, deactivate));
const left = outcomes.filter((deactivated) => !deactivated).length;
console.log(`${outcomes.length - left} deactivated, ${left} not`);
process.exitCode = left > 0 ? 1 : 0;

async function deactivate(clientId: string): Promise<boolean> {
  try {
    await api.changeActivation(clientId, { status: false });
    console.log(`${clientId}: deactivated`);
    return true;
  } catch (error) {
    if (!(error instanceof DocSpaceError)) {
      throw error;
    }
    console.log(`${clientId}: ${error instanceof NotFoundError ? 'there is no such client' : error.message}`);
    return false;
  }
}
