import { describe, expect, it } from 'vitest';
import { resolve } from '../support/document.js';
import { problemOf } from '../support/documented-response.js';
import { RECORDED } from '../support/recorded-operations.js';
import { BUILDS, type Build, consentsOf, type Outcome, outcomeOf, stepsOf } from '../support/recordings.js';

const SECTIONS = ['reads', 'paging', 'bulk'];

/** Steps of these sections that are no request to an operation, with the reason. */
const NO_OPERATION: Readonly<Record<string, string>> = {
  'reads/one scope': 'there is no route for one scope',
  'bulk/own with a trailing slash': 'a slash at the end is another route, which no version has',
};

const NEWEST_FIRST = [5, 4, 3, 2, 1];
const USER = ['user: first page of 2', 'user: second page of 2', 'user: third page of 2'];
const ADMIN = ['admin: first page of 2', 'admin: second page of 2', 'admin: third page of 2'];
const NUMBERED = ['3.0: page 0 of 2', '3.0: page 1 of 2', '3.0: page 2 of 2'];

const MODELS: Readonly<Record<string, string>> = {
  getClients: 'ClientPage',
  getClient: 'ClientResponse',
  getClientInfo: 'ClientInfoResponse',
  getPublicClientInfo: 'ClientInfoResponse',
  getClientsInfo: 'ClientInfoPage',
  getConsents: 'ConsentPage',
  getScopes: 'ScopeList',
};

describe.each(BUILDS)('what %s returned to reads and to deletes of all clients', (build) => {
  it.each(SECTIONS)('is valid as the document says: section %s', (section) => {
    const ids = stepsOf(build).flatMap(({ id }) => (id.startsWith(`${section}/`) ? [id] : []));
    const recorded = RECORDED.filter(({ build: of, step }) => of === build && ids.includes(step.id));
    expect(recorded.map(({ step }) => step.id)).toEqual(ids.filter((id) => !(id in NO_OPERATION)));
    expect(recorded.length).toBeGreaterThan(section === 'bulk' ? 18 : 20);
    const problems = recorded.map(({ operation, step, outcome }) => [step.id, problemOf(operation, outcome)]);
    expect(problems).toEqual(recorded.map(({ step }) => [step.id, undefined]));
  });

  it('has no field that the schema does not name', () => {
    const unnamed = RECORDED.filter((each) => each.build === build && each.outcome.status === 200).flatMap(
      ({ operation, outcome }) => unnamedFields(MODELS[operation], outcome.body),
    );
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('lists every client once over the pages of a list', () => {
    const lists =
      build === '3.0.4'
        ? [['t', ...NUMBERED]]
        : [
            ['p', ...USER],
            ['t', ...ADMIN],
          ];
    for (const [name, ...pages] of lists) {
      const found = pages.map((id) => pageOf(build, id)).flatMap(({ data }) => data);
      expect(found.map(({ client_id }) => client_id)).toEqual(NEWEST_FIRST.map((number) => `{{${name}${number}}}`));
    }
  });

  it.each(build === '3.0.4' ? ['3.0: limit 5', '3.0: limit 100'] : ['user: limit 5', 'user: limit 50'])(
    'lists every client once on one page: %s',
    (id) => {
      const name = build === '3.0.4' ? 't' : 'p';
      const { data } = pageOf(build, id);
      expect(data.map(({ client_id }) => client_id)).toEqual(NEWEST_FIRST.map((number) => `{{${name}${number}}}`));
    },
  );
});

const WITH_CONSENTS = ['3.0.4', '3.1.1', '3.6.1', '3.7.2'] as const;

describe.each(WITH_CONSENTS)('the consents of %s', (build) => {
  const recorded = consentsOf(build).flatMap(({ status, body }) =>
    body ? [{ status, headers: { 'content-type': 'application/json' }, body } satisfies Outcome] : [],
  );

  it('are valid as the document says', () => {
    expect(recorded).toHaveLength(3);
    expect(recorded.map((outcome) => problemOf('getConsents', outcome))).toEqual([undefined, undefined, undefined]);
    expect(recorded.flatMap(({ body }) => unnamedFields('ConsentPage', body))).toEqual([]);
  });

  it('name every client once over the pages', () => {
    const ids = recorded.slice(0, 2).flatMap(({ body }) => Object(body).data.map(Object).map(clientOf));
    expect(ids).toEqual(['{{second}}', '{{first}}']);
  });

  it('show a deleted client as null from 3.1 on', () => {
    const clients = Object(recorded[2]?.body).data.map(({ client }: { client: unknown }) => client);
    expect(clients).toEqual(build === '3.0.4' ? [] : [null]);
  });
});

function clientOf({ registered_client_id }: { registered_client_id: string }): string {
  return registered_client_id;
}

interface RecordedPage {
  readonly data: readonly { readonly client_id: string }[];
}

function pageOf(build: Build, id: string): RecordedPage {
  const { status, body } = outcomeOf(build, `paging/${id}`) ?? {};
  expect(status).toBe(200);
  return body as RecordedPage;
}

/** The fields of a value, at any depth, that are no property of its schema and that its description does not name. */
function unnamedFields(model: string | undefined, value: unknown): string[] {
  return model === undefined || Object(value).text ? [] : unnamedIn({ $ref: `#/components/schemas/${model}` }, value);
}

function unnamedIn(schema: object, value: unknown): string[] {
  const { properties = {}, items, anyOf, description } = resolve(schema as never);
  if (Array.isArray(value)) {
    return value.flatMap((item) => unnamedIn(items ?? {}, item));
  }
  if (anyOf) {
    return unnamedIn(anyOf[0] ?? {}, value);
  }
  return value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([name, item]) =>
        properties[name]
          ? unnamedIn(properties[name], item)
          : String(description).includes(`\`${name}\``)
            ? []
            : [name],
      );
}
