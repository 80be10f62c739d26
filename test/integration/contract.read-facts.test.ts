import { describe, expect, it } from 'vitest';
import { type Node, openapi, resolve } from '../support/document.js';
import { RECORDED } from '../support/recorded-operations.js';
import { type Build, consentsOf, outcomeOf, SUPPORTED_BUILDS } from '../support/recordings.js';

const FROM_3_1 = SUPPORTED_BUILDS.filter((build) => build !== '3.0.4');
const FROM_3_2 = FROM_3_1.filter((build) => build !== '3.1.1');
const FROM_3_7 = SUPPORTED_BUILDS.filter((build) => build >= '3.7');

describe('what the recordings show of reads, openapi.yaml says', () => {
  it('a list has ciphertext in place of secrets from 3.1 on, a single client its secret', () => {
    const listed = (build: Build): unknown[] =>
      pagesOf(build, 'getClients').flatMap((page) => fieldOf(page, 'client_secret'));
    for (const build of FROM_3_1) {
      expect(new Set(listed(build))).toEqual(new Set(['<ciphertext:108>']));
    }
    expect(listed('3.0.4')).not.toContain('<ciphertext:108>');
    expect(listed('3.0.4')).toContain('{{t5.secret}}');
    expect(values(SUPPORTED_BUILDS, 'reads/get', 'client_secret')).toEqual(SUPPORTED_BUILDS.map(() => '{{q.secret}}'));
    expect(openapi.components?.schemas?.ClientListItem?.properties).not.toHaveProperty('client_secret');
    expect(openapi.components?.schemas?.ClientResponse?.properties).toHaveProperty('client_secret');
    expect(textOf('ClientListItem')).toMatch(
      /`client_secret` is .*from 3\.1 on it is ciphertext .*only on 3\.0 the secret/,
    );
    expect(operation('getClients').description).toContain(
      '`client_secret` is encrypted here; `getClient` returns the secret',
    );
  });

  it('public facts have no secret, and no portal', () => {
    const facts = RECORDED.filter(({ operation, outcome }) => /Info$/.test(operation) && outcome.status === 200);
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter(({ outcome }) => /"(client_secret|tenant)":/.test(JSON.stringify(outcome.body)))).toEqual([]);
  });

  it('a page continues by both of its cursors from 3.1 on, and starts over by the id alone', () => {
    for (const build of FROM_3_1) {
      const ids = (step: string): unknown[] => fieldOf(outcomeOf(build, `paging/user: ${step}`)?.body, 'client_id');
      expect(ids('only last_client_id')).toEqual(ids('first page of 2'));
      expect(ids('only last_created_on')).toEqual(ids('second page of 2'));
      expect(outcomeOf(build, 'paging/user: third page of 2')?.body).toMatchObject({
        last_client_id: null,
        last_created_on: null,
      });
    }
    expect(operation('getClients').description).toContain('until both are null; `last_client_id` alone starts over');
    expect(parameter('LastCreatedOn').description).toContain(
      'Without `last_client_id` the page has what was created before',
    );
  });

  it('a page of 3.0 has a number, and null after the last one', () => {
    const page = (number: number): object => Object(outcomeOf('3.0.4', `paging/3.0: page ${number} of 2`)?.body);
    expect([page(0), page(1), page(2)]).toMatchObject([
      { page: 0, next: 1, previous: null },
      { page: 1, next: 2, previous: 0 },
      { page: 2, next: null, previous: 1 },
    ]);
    expect(textOf('ClientPage', 'next')).toBe('The number of the next page; null on the last page. On 3.0 only.');
  });

  it('a limit is 1 to 50, on 3.0 to 100', () => {
    expect(statuses(FROM_3_1, ['limit 50', 'limit 51', 'limit 0'].map(ofUser))).toEqual(
      FROM_3_1.map(() => [200, 400, 400]),
    );
    expect(statuses(['3.0.4'], ['paging/3.0: limit 100', 'paging/3.0: limit 101'])).toEqual([[200, 400]]);
    for (const name of ['ListLimit', 'Limit']) {
      expect(parameter(name)).toMatchObject({ schema: { minimum: 1, maximum: 100 } });
      expect(parameter(name).description).toContain('1 to 50 (100 on 3.0)');
    }
  });

  it('the limit of getClients is 30 by default from 3.2 on; others require it', () => {
    expect(values(FROM_3_2, ofUser('no limit'), 'limit')).toEqual(FROM_3_2.map(() => 30));
    expect(statuses(['3.1.1'], [ofUser('no limit')])).toEqual([[400]]);
    expect(statuses(['3.0.4'], ['paging/3.0: no limit', 'paging/3.0: no page'])).toEqual([[500, 500]]);
    expect(statuses(FROM_3_1, ['reads/consents without limit', ofUser('infos, no limit')])).toEqual(
      FROM_3_1.map(() => [400, 400]),
    );
    expect(parameter('ListLimit').description).toContain('The default is 30; 3.0 and 3.1 require it.');
    expect([parameter('Limit').required, parameter('ListLimit').required]).toEqual([true, undefined]);
  });

  it('a parameter that it does not understand is 500', () => {
    const steps = ['limit abc', 'a date without a zone', 'a date with a bare plus'].map(ofUser);
    expect(statuses(FROM_3_1, steps)).toEqual(FROM_3_1.map(() => [500, 500, 500]));
    expect(operation('getClients').responses?.[500]?.description).toContain(
      'a word as a number, a date without a zone',
    );
    expect(parameter('LastCreatedOn').description).toContain('A `+` in it has to be encoded.');
  });

  it('public facts need no credential, but no bad one either', () => {
    expect(statuses(SUPPORTED_BUILDS, ['reads/public info'])).toEqual(SUPPORTED_BUILDS.map(() => [200]));
    expect(statuses(FROM_3_1, ['reads/public info with a wrong credential'])).toEqual(FROM_3_1.map(() => [403]));
    const limited = SUPPORTED_BUILDS.filter(
      (build) => 'x-ratelimit-remaining' in Object(outcomeOf(build, 'reads/public info')?.headers),
    );
    expect(limited).toEqual(['3.0.4', '3.1.1']);
    expect(operation('getPublicClientInfo')).toMatchObject({ security: [] });
    expect(operation('getPublicClientInfo').description).toContain(
      'Needs no credential, but from 3.1 on a bad one returns 403.',
    );
    expect(operation('getPublicClientInfo').description).toContain('from 3.2 on there are no rate limit headers');
  });

  it('who may read and delete what', () => {
    const guest = ['list', 'infos', 'get', 'info', 'consents', 'scopes'].map((what) => `roles/${what} as guest`);
    expect(statuses(FROM_3_1, guest)).toEqual(FROM_3_1.map(() => [403, 403, 403, 403, 200, 200]));
    const user = ['list', 'infos', "get of the owner's", 'consents', 'scopes'].map((what) => `roles/${what} as user`);
    expect(statuses(FROM_3_1, user)).toEqual(FROM_3_1.map(() => [200, 200, 404, 200, 200]));
    expect(
      statuses(
        ['3.0.4'],
        ['list', 'get', 'info', 'consents', 'scopes'].map((what) => `roles/${what} as user`),
      ),
    ).toEqual([[403, 403, 403, 200, 200]]);
    const bulk = ['own as guest', 'own as user', 'tenant as user', 'tenant as admin'].map((what) => `bulk/${what}`);
    expect(statuses(FROM_3_1, bulk)).toEqual(FROM_3_1.map(() => [403, 200, 403, 200]));
    expect(openapi.info?.description).toContain('A guest may not');
    expect(openapi.info?.description).toContain('to others they do not exist (404)');
    expect(openapi.info?.description).toContain('On 3.0 only administrators may.');
    expect(operation('deleteTenantClients').description).toContain('Only an administrator of the portal may.');
  });

  it('deleting all clients removes those of the user or of the portal, and is not on 3.0', () => {
    for (const build of FROM_3_1) {
      expect(outcomeOf(build, 'bulk/own as user, list')?.body).toMatchObject({ data: [] });
      expect(outcomeOf(build, "bulk/own as user, the admin's lives")?.status).toBe(200);
      expect(outcomeOf(build, 'bulk/tenant as admin, list')?.body).toMatchObject({ data: [] });
    }
    const again = ['bulk/own as user, again', 'bulk/own by a user who has none', 'bulk/tenant as admin, again'];
    expect(statuses(FROM_3_1, again)).toEqual(FROM_3_1.map(() => [200, 200, 200]));
    expect(
      statuses(['3.0.4'], ['bulk/own by a user who has none', 'bulk/tenant as admin', 'bulk/own as user']),
    ).toEqual([[500, 500, 403]]);
    expect(fieldOf(outcomeOf('3.0.4', 'bulk/tenant as admin, list')?.body, 'client_id')).toEqual(['{{ba}}']);
    for (const name of ['deleteUserClients', 'deleteTenantClients']) {
      expect(operation(name).description).toContain(
        'Version 3.0 does not have this operation and returns 500, or 403 to a caller who is no administrator.',
      );
    }
  });

  it('from 3.7 on a client may be returned after deleteUserClients', () => {
    const returned = SUPPORTED_BUILDS.filter(
      (build) => outcomeOf(build, 'bulk/own as user, get of a cached one')?.status === 200,
    );
    expect(returned).toEqual(FROM_3_7);
    expect(statuses(FROM_3_7, ['bulk/tenant as admin, get'])).toEqual(FROM_3_7.map(() => [404]));
    expect(operation('getClient').description).toMatch(/^Returns a client with its secret\. From 3\.7 on,/);
  });

  it('the scopes of a consent are one string, and the client of one may be null', () => {
    const consents = (['3.0.4', '3.1.1', '3.7.2'] as const).map((build) => Object(consentsOf(build)[0]?.body).data[0]);
    expect(consents.map(({ scopes }) => scopes)).toEqual([
      'files:read,openid',
      'files:read openid',
      'files:read openid',
    ]);
    expect(textOf('Consent', 'scopes')).toContain('separated by a space; on 3.0 by a comma');
    expect(textOf('Consent', 'client')).toContain('null for some seconds after it was deleted (from 3.1 on)');
  });

  it('the scopes of the portal are the known ones, openid last', () => {
    const known = openapi.components?.schemas?.Scope?.anyOf?.[0]?.enum as unknown as string[];
    for (const build of SUPPORTED_BUILDS) {
      const names = (outcomeOf(build, 'reads/scopes')?.body as { name: string }[] | undefined)?.map(({ name }) => name);
      expect(names?.toSorted()).toEqual([...known].sort());
      expect(names?.at(-1)).toBe('openid');
    }
    const { value } = resolve(openapi.components?.examples?.PortalScopes);
    expect(value).toEqual(outcomeOf('3.7.2', 'reads/scopes')?.body);
  });

  it('a cursor has no format, so that it goes back byte for byte', () => {
    const cursors = [
      parameter('LastClientId').schema,
      parameter('LastCreatedOn').schema,
      parameter('LastModifiedOn').schema,
      property('ClientPage', 'last_created_on'),
      property('ClientInfoPage', 'last_created_on'),
      property('ConsentPage', 'last_modified_on'),
    ];
    expect(cursors.map((cursor) => cursor && 'format' in cursor)).toEqual(cursors.map(() => false));
  });
});

const ofUser = (step: string): string => `paging/user: ${step}`;

function statuses(builds: readonly Build[], ids: readonly string[]): unknown[][] {
  return builds.map((build) => ids.map((id) => outcomeOf(build, id)?.status));
}

function values(builds: readonly Build[], id: string, field: string): unknown[] {
  return builds.map((build) => Object(outcomeOf(build, id)?.body)[field]);
}

function pagesOf(build: Build, name: string): unknown[] {
  return RECORDED.flatMap(({ build: of, operation, outcome: { status, body } }) =>
    of === build && operation === name && status === 200 && Object(body).data ? [body] : [],
  );
}

/** A field of each item of a page. */
function fieldOf(page: unknown, field: string): unknown[] {
  return Object(page).data.map((item: Record<string, unknown>) => item[field]);
}

function operation(name: string): Node {
  const operations = Object.values(openapi.paths ?? {}).flatMap((methods) => Object.values(methods));
  return operations.find(({ operationId }) => String(operationId) === name) ?? {};
}

function parameter(name: string): Node {
  return openapi.components?.parameters?.[name] ?? {};
}

function property(model: string, name: string): Node | undefined {
  return openapi.components?.schemas?.[model]?.properties?.[name];
}

function textOf(model: string, name?: string): string {
  return String((name ? property(model, name) : openapi.components?.schemas?.[model])?.description);
}
