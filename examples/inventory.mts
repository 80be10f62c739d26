// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx inventory.mts
// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx inventory.mts --csv > clients.csv
//
// Prints all clients of a portal as a table, or as CSV for a spreadsheet. With the key of an admin these are the clients
// of all users, otherwise those of the user.
import { parseArgs } from 'node:util';
import { type ClientListItem, ClientManagementApi, DocSpaceError } from 'docspace-client-management';

const COLUMNS: Readonly<Record<string, (client: ClientListItem) => string | number>> = {
  id: ({ client_id }) => client_id,
  name: ({ name }) => name,
  // The id of a user; on DocSpace 3.0 the e-mail address.
  owner: ({ created_by }) => created_by,
  state: ({ enabled }) => (enabled ? 'active' : 'inactive'),
  scopes: ({ scopes }) => scopes.toSorted().join(' '),
  PKCE: ({ authentication_methods: methods }) => (methods.includes('none') ? 'yes' : 'no'),
  'age in days': ({ created_on }) => Math.floor((Date.now() - Date.parse(created_on)) / (24 * 60 * 60 * 1000)),
  'last change': ({ modified_on }) => modified_on,
  'changed by': ({ modified_by }) => modified_by,
};

const { values } = parseArgs({ args: process.argv.slice(2), options: { csv: { type: 'boolean' } } });
const rows: (string | number)[][] = [];
try {
  for await (const client of new ClientManagementApi().listClients()) {
    rows.push(Object.values(COLUMNS).map((read) => read(client)));
  }
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  console.error(error.message);
  process.exit(1);
}

const names = Object.keys(COLUMNS);
if (values.csv) {
  process.stdout.write([names, ...rows].map((cells) => `${cells.map(toCell).join()}\r\n`).join(''));
} else {
  // Users choose the names. The table has every text in quotes, its control characters escaped.
  const table = rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [names[index], cell])));
  console.table(table, names);
}

function toCell(value: string | number): string {
  // A spreadsheet would run a name such as =HYPERLINK(…) as a formula.
  const text = String(value).replace(/^(?=[=+\-@\t\r])/, "'");
  return `"${text.replaceAll('"', '""')}"`;
}
