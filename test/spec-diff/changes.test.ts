import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Document, parseDocument } from 'yaml';
import { findChanges } from '../../scripts/spec-diff/changes.js';
import { documentPath } from '../../scripts/support/paths.js';

type Edit = (document: Document) => unknown;
type Case = [name: string, edit: Edit, ...changes: string[]];

const CREATE = ['paths', '/api/2.0/clients', 'post'];
const UPDATE = ['paths', '/api/2.0/clients/{clientId}', 'put'];
const ACTIVATION = ['paths', '/api/2.0/clients/{clientId}/activation', 'patch'];
const REGENERATE = ['paths', '/api/2.0/clients/{clientId}/regenerate', 'patch'];
const REVOKE = ['paths', '/api/2.0/clients/{clientId}/revoke', 'delete'];
const DELETE = ['paths', '/api/2.0/clients/{clientId}', 'delete'];

const text = withoutFailures(await readFile(documentPath, 'utf8'));

const STRING = { type: 'string' };

const schema = (name: string, ...path: (string | number)[]): (string | number)[] => [
  'components',
  'schemas',
  name,
  ...path,
];
const field = (name: string, property: string, ...path: (string | number)[]): (string | number)[] =>
  schema(name, 'properties', property, ...path);

const OPERATIONS: Case[] = [
  [
    'an operation goes',
    (document) => document.deleteIn(REVOKE),
    'breaks DELETE /api/2.0/clients/{clientId}/revoke: is gone',
  ],
  [
    'an operation comes',
    (document) => document.setIn(['paths', '/api/2.0/clients', 'get'], { responses: {} }),
    'harmless GET /api/2.0/clients: is new {"responses":{}}',
  ],
  [
    'an operation has another name',
    (document) => document.setIn([...CREATE, 'operationId'], 'registerClient'),
    'breaks POST /api/2.0/clients: operationId was "createClient" and is "registerClient"',
  ],
  [
    'an operation is deprecated',
    (document) => document.setIn([...CREATE, 'deprecated'], true),
    'harmless POST /api/2.0/clients: deprecated is new true',
  ],
  [
    'an operation says the same in other words',
    (document) => document.setIn([...CREATE, 'summary'], 'Register a client'),
    'wording POST /api/2.0/clients: summary was "Create an OAuth2 client" and is "Register a client"',
  ],
  [
    'an operation asks for a header',
    (document) => document.setIn([...CREATE, 'parameters'], [{ name: 'x', in: 'header', required: true }]),
    'breaks POST /api/2.0/clients: parameters is new [{"name":"x","in":"header","required":true}]',
  ],
  [
    'an operation takes a header',
    (document) => document.setIn([...CREATE, 'parameters'], [{ name: 'x', in: 'header' }]),
    'harmless POST /api/2.0/clients: parameters is new [{"name":"x","in":"header"}]',
  ],
  [
    'an operation asks for one more parameter',
    (document) => document.addIn([...REVOKE, 'parameters'], { name: 'x', in: 'query', required: true, schema: STRING }),
    'breaks DELETE /api/2.0/clients/{clientId}/revoke: parameters is new',
  ],
  [
    'an operation asks for a body',
    (document) => document.setIn([...REGENERATE, 'requestBody'], { required: true, content: {} }),
    'breaks PATCH /api/2.0/clients/{clientId}/regenerate: requestBody is new {"required":true,"content":{}}',
  ],
  [
    'an operation takes a body',
    (document) => document.setIn([...REGENERATE, 'requestBody'], { content: {} }),
    'harmless PATCH /api/2.0/clients/{clientId}/regenerate: requestBody is new {"content":{}}',
  ],
  [
    'a path parameter has another name',
    (document) => {
      document.setIn([...REVOKE, 'parameters', 0], { name: 'id', in: 'path', required: true, schema: STRING });
      document.setIn(['paths', '/api/2.0/clients/{id}/revoke'], { delete: document.getIn(REVOKE) });
      document.deleteIn(REVOKE.slice(0, 2));
    },
    'breaks DELETE /api/2.0/clients/{clientId}/revoke: parameters › 0 › name was "clientId" and is "id"',
    'harmless paths was "/api/2.0/clients/{clientId}/revoke" and is "/api/2.0/clients/{id}/revoke"',
    'harmless DELETE /api/2.0/clients/{clientId}/revoke: parameters › 0 › format is gone "uuid"',
    'wording DELETE /api/2.0/clients/{clientId}/revoke: parameters › 0 › description is gone "The id of the client, a UUID."',
    'wording DELETE /api/2.0/clients/{clientId}/revoke: parameters › 0 › examples is gone',
  ],
  [
    'nothing is known of what changes',
    (document) => document.setIn(['components', 'securitySchemes', 'asc_auth_key', 'x-rule'], 'strict'),
    'breaks components › securitySchemes › asc_auth_key › x-rule is new "strict"',
  ],
  [
    'the key is sent in another way',
    (document) => document.setIn(['components', 'securitySchemes', 'asc_auth_key', 'in'], 'header'),
    'breaks components › securitySchemes › asc_auth_key › in was "cookie" and is "header"',
  ],
  [
    'the document has another version',
    (document) => document.setIn(['info', 'version'], '2.0.0'),
    'wording info › version was "1.0.0" and is "2.0.0"',
  ],
  [
    'a type has another name',
    (document) => {
      document.setIn(schema('NewSecret'), document.getIn(schema('ClientSecretResponse')));
      document.deleteIn(schema('ClientSecretResponse'));
      const media = [...REGENERATE, 'responses', '200', 'content', 'application/json', 'schema'];
      document.setIn(media, { $ref: '#/components/schemas/NewSecret' });
    },
    'breaks components › schemas › ClientSecretResponse is gone',
    'harmless components › schemas › NewSecret is new',
  ],
];

const REQUESTS: Case[] = [
  [
    'a field is new and required',
    (document) => {
      document.setIn(field('ChangeClientActivationRequest', 'reason'), STRING);
      document.addIn(schema('ChangeClientActivationRequest', 'required'), 'reason');
    },
    'breaks PATCH /api/2.0/clients/{clientId}/activation: requestBody › reason is new {"type":"string"}',
    'breaks PATCH /api/2.0/clients/{clientId}/activation: requestBody › required is new "reason"',
  ],
  [
    'a field is new and optional',
    (document) => document.setIn(field('UpdateClientRequest', 'color'), STRING),
    'harmless PUT /api/2.0/clients/{clientId}: requestBody › color is new {"type":"string"}',
  ],
  [
    'a field becomes required',
    (document) => document.addIn(schema('UpdateClientRequest', 'required'), 'scopes'),
    'breaks PUT /api/2.0/clients/{clientId}: requestBody › required is new "scopes"',
  ],
  [
    'a field becomes optional',
    (document) => document.deleteIn(schema('UpdateClientRequest', 'required', 2)),
    'harmless PUT /api/2.0/clients/{clientId}: requestBody › required is gone "allowed_origins"',
  ],
  [
    'a field goes',
    (document) => document.deleteIn(field('UpdateClientRequest', 'allow_pkce')),
    'breaks PUT /api/2.0/clients/{clientId}: requestBody › allow_pkce is gone',
  ],
  [
    'a pattern comes',
    (document) => document.setIn(schema('ClientDescription', 'pattern'), '^a'),
    'breaks POST /api/2.0/clients: requestBody › description › pattern is new "^a"',
    'breaks PUT /api/2.0/clients/{clientId}: requestBody › description › pattern is new "^a"',
  ],
  [
    'a pattern is another',
    (document) => document.setIn(field('CreateClientRequest', 'logout_redirect_uri', 'pattern'), '^https://'),
    'breaks POST /api/2.0/clients: requestBody › logout_redirect_uri › pattern was "^https?://\\\\S+$" and is "^https://"',
  ],
  [
    'a pattern goes',
    (document) => document.deleteIn(field('CreateClientRequest', 'logout_redirect_uri', 'pattern')),
    'harmless POST /api/2.0/clients: requestBody › logout_redirect_uri › pattern is gone "^https?://\\\\S+$"',
  ],
  [
    'fewer items may be sent',
    (document) => document.setIn(field('UpdateClientRequest', 'allowed_origins', 'maxItems'), 10),
    'breaks PUT /api/2.0/clients/{clientId}: requestBody › allowed_origins › maxItems was 12 and is 10',
  ],
  [
    'more items may be sent',
    (document) => document.setIn(field('UpdateClientRequest', 'allowed_origins', 'maxItems'), 20),
    'harmless PUT /api/2.0/clients/{clientId}: requestBody › allowed_origins › maxItems was 12 and is 20',
  ],
  [
    'null may be sent',
    (document) => document.setIn(field('ChangeClientActivationRequest', 'status', 'type'), ['boolean', 'null']),
    'harmless PATCH /api/2.0/clients/{clientId}/activation: requestBody › status › type was "boolean" and is ["boolean","null"]',
  ],
  [
    'a field has another type',
    (document) => document.setIn(field('ChangeClientActivationRequest', 'status', 'type'), 'string'),
    'breaks PATCH /api/2.0/clients/{clientId}/activation: requestBody › status › type was "boolean" and is "string"',
  ],
  [
    'any value could be sent, now only known ones can',
    (document) => document.setIn(field('CreateClientRequest', 'logout_redirect_uri', 'enum'), ['a', 'b']),
    'breaks POST /api/2.0/clients: requestBody › logout_redirect_uri › enum is new "a"',
    'breaks POST /api/2.0/clients: requestBody › logout_redirect_uri › enum is new "b"',
  ],
  [
    'a field that is left out means something else',
    (document) => document.setIn(field('CreateClientRequest', 'allow_pkce', 'default'), true),
    'breaks POST /api/2.0/clients: requestBody › allow_pkce › default was false and is true',
  ],
  [
    'an example is another',
    (document) => document.setIn(['components', 'examples', 'Deactivate', 'value', 'status'], null),
    'wording PATCH /api/2.0/clients/{clientId}/activation: requestBody › examples › deactivate › value › status was false and is null',
  ],
];

const ANSWERS: Case[] = [
  [
    'a success has another status',
    (document) => {
      document.setIn([...ACTIVATION, 'responses', '204'], document.getIn([...ACTIVATION, 'responses', '200']));
      document.deleteIn([...ACTIVATION, 'responses', '200']);
    },
    'breaks PATCH /api/2.0/clients/{clientId}/activation: responses › 200 is gone',
    'harmless PATCH /api/2.0/clients/{clientId}/activation: responses › 204 is new',
  ],
  [
    'a failure is new',
    (document) => document.setIn([...UPDATE, 'responses', '503'], { description: 'The service is away.' }),
    'harmless PUT /api/2.0/clients/{clientId}: responses › 503 is new {"description":"The service is away."}',
  ],
  [
    'a field is new',
    (document) => document.setIn(field('ClientSecretResponse', 'expires_on'), STRING),
    'harmless PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › expires_on is new {"type":"string"}',
  ],
  [
    'a required field goes',
    (document) => {
      document.deleteIn(field('ClientSecretResponse', 'client_secret'));
      document.deleteIn(schema('ClientSecretResponse', 'required', 0));
    },
    'breaks PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › client_secret is gone',
    'breaks PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › required is gone "client_secret"',
  ],
  [
    'an optional field goes',
    (document) => document.deleteIn(field('ClientResponse', 'client_secret')),
    'breaks POST /api/2.0/clients: responses › 201 › client_secret is gone',
  ],
  [
    'a field may be left out',
    (document) => document.deleteIn(schema('ClientResponse', 'required', 0)),
    'breaks POST /api/2.0/clients: responses › 201 › required is gone "name"',
  ],
  [
    'a field is always there',
    (document) => document.addIn(schema('ClientResponse', 'required'), 'client_secret'),
    'harmless POST /api/2.0/clients: responses › 201 › required is new "client_secret"',
  ],
  [
    'a field may be null',
    (document) => document.setIn(field('ClientSecretResponse', 'client_secret', 'type'), ['string', 'null']),
    'breaks PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › client_secret › type was "string" and is ["string","null"]',
  ],
  [
    'a field is never null',
    (document) => document.setIn(field('ClientResponse', 'description', 'type'), 'string'),
    'harmless POST /api/2.0/clients: responses › 201 › description › type was ["string","null"] and is "string"',
  ],
  [
    'a field has another format',
    (document) => document.setIn(field('ClientResponse', 'created_on', 'format'), 'date'),
    'breaks POST /api/2.0/clients: responses › 201 › created_on › format was "date-time" and is "date"',
  ],
  [
    'a list of values grows',
    (document) => document.addIn(field('ClientResponse', 'authentication_methods', 'items', 'enum'), 'jwt'),
    'breaks POST /api/2.0/clients: responses › 201 › authentication_methods › items › enum is new "jwt"',
  ],
  [
    'a list of values shrinks',
    (document) => document.deleteIn(field('ClientResponse', 'authentication_methods', 'items', 'enum', 1)),
    'harmless POST /api/2.0/clients: responses › 201 › authentication_methods › items › enum is gone "none"',
  ],
  [
    'a list of values goes',
    (document) => document.deleteIn(field('ClientResponse', 'authentication_methods', 'items', 'enum')),
    'breaks POST /api/2.0/clients: responses › 201 › authentication_methods › items › enum is gone "client_secret_post"',
    'breaks POST /api/2.0/clients: responses › 201 › authentication_methods › items › enum is gone "none"',
  ],
  [
    'only known values come where any could',
    (document) => document.setIn(field('ClientSecretResponse', 'client_secret', 'enum'), ['a', 'b']),
    'harmless PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › client_secret › enum is new "a"',
    'harmless PATCH /api/2.0/clients/{clientId}/regenerate: responses › 200 › client_secret › enum is new "b"',
  ],
];

const SCOPE_PLACES = [
  'POST /api/2.0/clients: requestBody › scopes › items › anyOf › 0 › enum',
  'POST /api/2.0/clients: responses › 201 › scopes › items › anyOf › 0 › enum',
  'PUT /api/2.0/clients/{clientId}: requestBody › scopes › items › anyOf › 0 › enum',
];

const SCOPES: Case[] = [
  [
    'one more is known',
    (document) => document.addIn(schema('Scope', 'anyOf', 0, 'enum'), 'mail:read'),
    ...SCOPE_PLACES.map((place) => `harmless ${place} is new "mail:read"`),
  ],
  [
    'one less is known',
    (document) => document.deleteIn(schema('Scope', 'anyOf', 0, 'enum', 8)),
    ...SCOPE_PLACES.map((place) => `harmless ${place} is gone "openid"`),
  ],
  [
    'others are refused',
    (document) => document.deleteIn(schema('Scope', 'anyOf', 1)),
    'breaks POST /api/2.0/clients: requestBody › scopes › items › anyOf is gone',
    'breaks PUT /api/2.0/clients/{clientId}: requestBody › scopes › items › anyOf is gone',
    'harmless POST /api/2.0/clients: responses › 201 › scopes › items › anyOf is gone',
  ],
];

// They look alike everywhere, and comparing them takes most of the time.
function withoutFailures(source: string): string {
  const document = parseDocument(source);
  for (const operation of [CREATE, UPDATE, ACTIVATION, REGENERATE, REVOKE, DELETE]) {
    for (const status of ['400', '403', '404', '429', '500', '503']) {
      document.deleteIn([...operation, 'responses', status]);
    }
  }
  return document.toString();
}

async function changesOf(edit: Edit): Promise<string[]> {
  const document = parseDocument(text);
  edit(document);
  const changes = await findChanges(text, document.toString());
  return changes.map(({ effect, operation, what }) => `${effect} ${operation ? `${operation}: ` : ''}${what}`).sort();
}

it('finds nothing in the same document, however it is laid out', async () => {
  expect(await findChanges(text, JSON.stringify(parseDocument(text)))).toEqual([]);
});

it.each(OPERATIONS)('when %s', async (_, edit, ...changes) => {
  expect(await changesOf(edit)).toEqual(changes.sort());
});

it.each(REQUESTS)('in a request, when %s', async (_, edit, ...changes) => {
  expect(await changesOf(edit)).toEqual(changes.sort());
});

it.each(ANSWERS)('in an answer, when %s', async (_, edit, ...changes) => {
  expect(await changesOf(edit)).toEqual(changes.sort());
});

it.each(SCOPES)('of scopes, when %s', async (_, edit, ...changes) => {
  expect(await changesOf(edit)).toEqual(changes.sort());
});

it('names every operation that a shared part is in', async () => {
  const changes = await findChanges(text, text.replace('format: uuid', 'format: uuid\n        maxLength: 36'));
  const operations = changes.filter(({ what }) => what === 'parameters › 0 › maxLength is new 36');
  expect(operations).toHaveLength(5);
});

it('says what is wrong with a document', async () => {
  const broken = text.replace('#/components/schemas/CreateClientRequest', '#/components/schemas/Nothing');
  await expect(findChanges(text, broken)).rejects.toThrow("openapi.yaml cannot be read: Can't resolve $ref");
});
