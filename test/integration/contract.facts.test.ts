import { describe, expect, it } from 'vitest';
import { type Node, openapi, resolve, schemaCheck } from '../support/document.js';
import { jsonSentBy, RECORDED } from '../support/recorded-operations.js';
import { BUILDS, type Build, limitsOf, outcomeOf, SUPPORTED_BUILDS, stepsOf } from '../support/recordings.js';

const FROM_3_1 = SUPPORTED_BUILDS.filter((build) => build !== '3.0.4');
const UP_TO_3_6 = SUPPORTED_BUILDS.filter((build) => build < '3.7');

describe('what the recordings show, openapi.yaml says', () => {
  it('a name has 3 to 255 characters', () => {
    expect(statuses('create/name 255 characters')).toEqual([201]);
    expect(statuses('create/name 256 characters')).toEqual([500]);
    expect(textOf('CreateClientRequest', 'name')).toContain('3 to 255 characters');
    expect(textOf('UpdateClientRequest', 'name')).toContain('at most 255 characters');
  });

  it.each(['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri'])(
    '%s has at most 255 characters',
    (field) => {
      expect(statuses(`create/${field === 'website_url' ? 'website_url of' : field} 256 characters`)).toEqual([500]);
      expect(textOf('CreateClientRequest', field)).toContain('255 characters');
    },
  );

  it('the known scopes are those that a portal accepts', () => {
    const id = 'create/scopes all';
    expect(statuses(id)).toEqual([201]);
    const known = openapi.components?.schemas?.Scope?.anyOf?.[0]?.enum;
    const step = stepsOf('3.7.2').find((each) => each.id === id);
    expect(known).toEqual(Object(step && jsonSentBy(step)).scopes);
  });

  it('is_public is ignored', () => {
    const sent = ['create/as in the document', 'create/is_public true'];
    expect(sent.flatMap((id) => values(id, 'is_public'))).toEqual(sent.flatMap(() => BUILDS.map(() => true)));
    expect(values('update/is_public false, read back', 'is_public')).toEqual(BUILDS.map(() => true));
    expect(textOf('CreateClientRequest', 'is_public')).toMatch(/^Ignored by every version\./);
    expect(textOf('UpdateClientRequest', 'is_public')).toMatch(/^Ignored by every version\./);
  });

  it('PKCE is off by default, in an update too', () => {
    const ids = ['create/without the optional', 'update/allow_pkce missing, read back'];
    const off = ids.flatMap(() => BUILDS.map(() => ['client_secret_post']));
    expect(ids.flatMap((id) => values(id, 'authentication_methods'))).toEqual(off);
    expect(textOf('CreateClientRequest', 'allow_pkce')).toContain('The default is false.');
    expect(textOf('UpdateClientRequest', 'allow_pkce')).toContain('if omitted, the client may no longer use PKCE');
  });

  it('an update keeps an omitted description and clears an empty one', () => {
    for (const how of ['missing', 'null']) {
      expect(values(`update/description ${how}, read back`, 'description')).toEqual(BUILDS.map(() => 'Changed'));
    }
    expect(values('update/description empty, read back', 'description')).toEqual(BUILDS.map(() => ''));
    expect(textOf('UpdateClientRequest', 'description')).toContain(
      'If omitted or null, the present one stays; an empty string removes it.',
    );
  });

  it.each(['scopes', 'redirect_uris'])('an update ignores %s up to 3.7', (field) => {
    const id = 'update/fields that a PUT does not change, read back';
    const before = SUPPORTED_BUILDS.map((build) => recordedValue('update/before', build, field));
    expect(SUPPORTED_BUILDS.map((build) => recordedValue(id, build, field))).toEqual(before);
    expect(outcomeOf('3.8-develop', `update/without ${field}`)?.status).toBe(400);
    expect(textOf('UpdateClientRequest', field)).toMatch(/^Ignored up to 3\.7\. Later versions require it/);
  });

  it('activation without a status deactivates', () => {
    expect(values('activation/empty object, read back', 'enabled')).toEqual(BUILDS.map(() => false));
    expect(operation('changeActivation').description).toContain('A body without `status` deactivates the client.');
    expect(textOf('ChangeClientActivationRequest', 'status')).toContain('a missing or null status as false');
  });

  it('a secret is a UUID up to 3.5, and 36 letters and digits from 3.6 on', () => {
    const forms = SUPPORTED_BUILDS.map((build) => [
      build < '3.6',
      recordedValue('regenerate/once', build, 'client_secret'),
    ]);
    for (const [old, form] of forms) {
      expect(form).toBe(old ? '<secret:uuid>' : '<secret:36 alphanumerics>');
    }
    for (const model of ['ClientResponse', 'ClientSecretResponse']) {
      expect(textOf(model, 'client_secret')).toContain('A UUID up to 3.5, 36 letters and digits from 3.6 on.');
    }
  });

  it.each(['created', 'modified'])('%s_on has up to nine digits, %s_by is an e-mail address on 3.0', (what) => {
    const read = 'create/as in the document, read back';
    expect(values('create/as in the document', `${what}_on`)).toEqual(BUILDS.map(() => '<date:nanoseconds Z>'));
    expect(recordedValue(read, '3.0.4', `${what}_on`)).toBe('<date:microseconds +03:00>');
    expect(recordedValue(read, '3.1.1', `${what}_on`)).toBe('<date:microseconds Z>');
    expect(textOf('ClientResponse', `${what}_on`)).toMatch(/up to nine digits of a second\. In UTC .*3\.0 .*offset/);
    expect(values('create/as in the document', `${what}_by`)).toEqual([
      '<e-mail>',
      ...BUILDS.slice(1).map(() => '<uuid>'),
    ]);
    expect(textOf('ClientResponse', `${what}_by`)).toContain('on 3.0 the e-mail address');
  });

  it.each(['updateClient', 'deleteClient'])('%s with an unknown id', (name) => {
    const section = name.replace('Client', '');
    expect(outcomeOf('3.0.4', `${section}/unknown id`)?.status).toBe(500);
    expect(FROM_3_1.map((build) => outcomeOf(build, `${section}/unknown id`)?.status)).toEqual(FROM_3_1.map(() => 404));
    expect(operation(name).description).toMatch(/unknown id .*\b404, and 500 on 3\.0/);
    expect(operation(name).responses?.[404]?.description).toContain('Version 3.0 returns 500.');
  });

  it('revoking does not look the client up', () => {
    expect(statuses('revoke/unknown id')).toEqual([200]);
    expect(seen('revokeUserClient', 404)).toEqual([]);
    expect(operation('revokeUserClient').description).toContain('an unknown id returns 200 as well');
    expect(operation('revokeUserClient').responses?.[404]?.description).toMatch(/^Never seen\. /);
  });

  it.each(['changeActivation', 'revokeUserClient'])('%s never returned 400', (name) => {
    expect(seen(name, 400)).toEqual([]);
    expect(operation(name).responses?.[400]?.description).toMatch(/^Never seen\. /);
  });

  it('deleting with an upper-case id deletes nothing on 3.0', () => {
    expect(statuses('delete/upper-case id')).toEqual([200]);
    expect(outcomeOf('3.0.4', 'delete/upper-case id, get')?.status).toBe(200);
    expect(FROM_3_1.map((build) => outcomeOf(build, 'delete/upper-case id, get')?.status)).toEqual(
      FROM_3_1.map(() => 404),
    );
    expect(openapi.components?.parameters?.ClientId?.description).toContain(
      'in upper case returns 200 and deletes nothing',
    );
  });

  it('a valid write without a User-Agent fails', () => {
    expect(statuses('headers/no User-Agent on create')).toEqual([500]);
    expect(openapi.info?.description).toContain('without a `User-Agent` header returns 500');
  });

  it('401 is a matter of 3.0', () => {
    const builds = RECORDED.filter(({ outcome }) => outcome.status === 401).map(({ build }) => build);
    expect(new Set(builds)).toEqual(new Set(['3.0.4']));
    const takesASession = ({ tags, security }: Node): boolean => String(tags) === 'clients' && security === undefined;
    for (const { responses } of operations().filter(takesASession)) {
      expect(responses?.[401]?.description).toMatch(/^Version 3\.0 only\./);
    }
  });

  it('3.1 and later take a signature in a header or a cookie, and do not read the header beside a cookie', () => {
    const taken = ['header', 'cookie', 'good cookie, expired header', 'expired 45 s ago'];
    const notTaken = [
      'none',
      'wrong key',
      'expired 75 s ago',
      'expired cookie, good header',
      'blank cookie, good header',
    ];
    const outcomes = (names: readonly string[]): unknown[] =>
      FROM_3_1.flatMap((build) =>
        names.map((name) => {
          const { status, body } = outcomeOf(build, `credentials/${name}`) ?? {};
          return [status, body];
        }),
      );
    expect(outcomes(taken)).toEqual(outcomes(taken).map(() => [200, null]));
    expect(outcomes(notTaken)).toEqual(outcomes(notTaken).map(() => [403, null]));
    const text = schemeText('x-signature');
    expect(text).toContain('A wrong, expired or missing one returns 403 without a body.');
    expect(text).toContain('is accepted for another 60 seconds');
    expect(text).toContain('even an expired or empty one, the service does not read the header');
  });

  it('3.0 takes a session in a cookie, later versions do not', () => {
    const on30 = (name: string): unknown => outcomeOf('3.0.4', `credentials/3.0: ${name}`)?.status;
    expect(on30('cookie among others')).toBe(200);
    expect(on30('unknown session')).toBe(401);
    expect(on30('no X-Forwarded headers')).toBe(401);
    expect(on30('signature header')).toBe(403);
    expect(outcomeOf('3.0.4', 'credentials/none')).toMatchObject({ status: 403, body: null });
    for (const name of ['API key in cookie asc_auth_key', 'JWT in cookie asc_auth_key', 'API key in x-signature']) {
      const later = FROM_3_1.map((build) => outcomeOf(build, `credentials/${name}`));
      expect(later.map((outcome) => [outcome?.status, outcome?.body])).toEqual(FROM_3_1.map(() => [403, null]));
    }
    expect(schemeText('asc_auth_key')).toContain('a bad token returns 401, a missing one 403, both without a body');
    expect(schemeText('asc_auth_key')).toContain('From 3.1 on the operations on clients do not take this cookie');
  });

  it('415 is a matter of 3.2 to 3.6', () => {
    const builds = RECORDED.filter(({ outcome }) => outcome.status === 415).map(({ build }) => build);
    expect(new Set(builds)).toEqual(new Set(['3.2.1', '3.5.0', '3.6.1']));
    expect(openapi.components?.responses?.UnsupportedMediaType?.description).toContain(
      'Versions 3.2 to 3.6 return it.',
    );
  });

  it.each(['BadRequest', 'BadPage'])('a 400 has a body of one of these forms, or none: %s', (name) => {
    const uses = ({ operation: id }: { operation: string }): boolean =>
      String(operation(id).responses?.[400]?.$ref).endsWith(`/${name}`);
    const recorded = RECORDED.filter(uses).flatMap(({ outcome: { status, body } }) =>
      status === 400 ? [formOf(body)] : [],
    );
    const { content = {} } = resolve(openapi.components?.responses?.[name]);
    const examples = Object.values(content).flatMap((media) => Object.values(media.examples ?? {}).map(resolve));
    const documented = examples.map(({ value }) => formOf(value));
    expect(new Set(documented)).toEqual(new Set(recorded.filter((form) => form !== 'none')));
    expect(openapi.components?.responses?.BadRequest?.description).toContain('and no body up to 3.6');
  });

  it('an unknown scope is application/json from 3.7 on, and without a body up to 3.6', () => {
    for (const build of SUPPORTED_BUILDS) {
      const { headers, body } = outcomeOf(build, 'create/scopes unknown') ?? {};
      expect([body === null, UP_TO_3_6.includes(build) || headers?.['content-type']]).toEqual(
        UP_TO_3_6.includes(build) ? [true, true] : [false, 'application/json'],
      );
    }
    const { examples } = openapi.components?.responses?.BadRequest?.content?.['application/json'] ?? {};
    expect(resolve(examples?.unknownScope).value).toMatchObject({ errors: [{ code: 'ErrorInvalidScope' }] });
  });

  it('the codes of field errors', () => {
    const codes = RECORDED.flatMap(({ outcome }) => Object(outcome.body).errors ?? []).map(({ code }) => String(code));
    const text = textOf('FieldError', 'code');
    expect([...new Set(codes)].filter((code) => !text.includes(code))).toEqual([]);
    expect(text).toContain('ErrorName (any length or number of items)');
  });

  it('problem details come from 3.7 on', () => {
    const builds = RECORDED.filter(({ outcome }) => Object(outcome.body).title).map(({ build }) => build);
    expect(new Set(builds)).toEqual(new Set(['3.7.2', '3.7.2-minified', '3.8-develop']));
    expect(textOf('ProblemDetails')).toContain('From 3.7 on.');
    expect(textOf('ErrorBody')).toContain('problem details from 3.7 on, a reason up to 3.6');
    for (const { summary, value } of Object.values(openapi.components?.examples ?? {})) {
      expect(String(summary).includes('from 3.7 on')).toBe(
        Object(value).status !== undefined && Object(value).title !== undefined,
      );
    }
  });

  it('X-Ratelimit-Reset of an accepted request is 0 from 3.1 on', () => {
    const ofCreate = BUILDS.map((build) => outcomeOf(build, 'create/as in the document')?.headers['x-ratelimit-reset']);
    expect(ofCreate).toEqual(['<n>', ...BUILDS.slice(1).map(() => '0')]);
    expect(headerText('RatelimitReset')).toMatch(/^0 from 3\.1 on\. On 3\.0 the time in nanoseconds/);
  });

  it('X-Ratelimit-Reset of a 429 lasts until the next request, on 3.0 and 3.1 until the bucket is full', () => {
    const SIX_SECONDS = 6e9;
    for (const build of SUPPORTED_BUILDS) {
      const burst = limitsOf(build)?.sequences.find(({ id }) => id === 'burst, then one a second');
      const [, , , remaining, reset] = burst?.answers.find(([, , status]) => status === 429) ?? [];
      expect(remaining).toBe(0);
      expect(Number(reset) > SIX_SECONDS).toBe(build < '3.2');
    }
    expect(headerText('LimitedReset')).toMatch(
      /next request \(from 3\.2 on\), or until the bucket is full \(3\.0 and 3\.1\)/,
    );
  });

  it('a 429 of the whole service has both rate limit headers', () => {
    for (const build of SUPPORTED_BUILDS) {
      const { headers, body } = limitsOf(build)?.refusals['service-wide'] ?? {};
      expect(Number(headers?.['x-ratelimit-remaining'])).toBeGreaterThan(0);
      expect(headers?.['x-ratelimit-reset']).toBe(build === '3.0.4' ? '<n>' : '0');
      expect(Object.keys(Object(body))).toContain(build < '3.7' ? 'reason' : 'detail');
    }
    const { description } = openapi.components?.responses?.TooManyRequests ?? {};
    expect(description).toContain('`X-Ratelimit-Remaining` is above 0');
    expect(headerText('LimitedReset')).toMatch(/limit of the whole service was reached, it is 0/);
  });

  it('the bucket is one per user from 3.2 on, one per address before', () => {
    for (const build of SUPPORTED_BUILDS) {
      const rows = limitsOf(build)?.sequences.find(({ id }) => id === 'two users at once')?.answers ?? [];
      const accepted = rows.filter(([, , status]) => status === 201).length;
      expect(accepted).toBe(build < '3.2' ? 10 : build === '3.7.2-minified' ? accepted : 20);
    }
    expect(headerText('RatelimitRemaining')).toContain('Counted per user from 3.2 on, per address on 3.0 and 3.1.');
  });

  it('no response of the service has Retry-After', () => {
    expect(RECORDED.filter(({ outcome }) => 'retry-after' in outcome.headers)).toEqual([]);
    expect(headerText('RetryAfter')).toContain('The service never sends it');
  });

  it('a description names its rule beside every pattern', () => {
    const schemas = openapi.components?.schemas ?? {};
    const fields = Object.values(schemas).flatMap(({ properties }) => Object.values(properties ?? {}));
    const patterned = [...Object.values(schemas), ...fields].filter(({ pattern }) => pattern);
    expect(patterned).toHaveLength(6);
    for (const { pattern, description } of patterned) {
      expect(() => new RegExp(String(pattern), 'u')).not.toThrow();
      expect(String(description)).toMatch(/data URI|characters/);
    }
  });

  it('a logo has at most 1048576 bytes in a create, and any size in an update', () => {
    const logo = (bytes: number): string => `data:image/png;base64,${Buffer.alloc(bytes).toString('base64')}`;
    expect(outcomeOf('3.0.4', 'create/logo 1048576 bytes')?.status).toBe(201);
    expect(statuses('create/logo 1048577 bytes')).toEqual([400]);
    expect([1, 1_048_576, 1_048_577].map((bytes) => schemaCheck('ClientLogo')(logo(bytes)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(statuses('update/logo 2000001 characters')).toEqual([200]);
    expect(textOf('UpdateClientRequest', 'logo')).toContain('An update checks neither its size nor the base64.');
  });
});

function operations(): Node[] {
  return Object.values(openapi.paths ?? {}).flatMap((methods) => Object.values(methods));
}

function operation(name: string): Node {
  return operations().find(({ operationId }) => String(operationId) === name) ?? {};
}

/** The description of a schema, or of one of its properties. */
function textOf(schema: string, property?: string): string {
  const model = openapi.components?.schemas?.[schema];
  return String((property ? resolve(model?.properties?.[property]) : model)?.description);
}

function schemeText(name: string): string {
  return String(openapi.components?.securitySchemes?.[name]?.description);
}

function headerText(name: string): string {
  return String(openapi.components?.headers?.[name]?.description);
}

/** The statuses that the builds returned for a step, each once. */
function statuses(id: string): number[] {
  return [...new Set(BUILDS.flatMap((build) => outcomeOf(build, id)?.status ?? []))];
}

function seen(name: string, status: number): string[] {
  return RECORDED.filter((each) => each.operation === name && each.outcome.status === status).map(
    ({ step }) => step.id,
  );
}

function recordedValue(id: string, build: Build, field: string): unknown {
  return Object(outcomeOf(build, id)?.body)[field];
}

function values(id: string, field: string): unknown[] {
  return BUILDS.map((build) => recordedValue(id, build, field));
}

function formOf(body: unknown): string {
  const { errors, detail, reason } = Object(body);
  if (errors) {
    return 'problem details with errors';
  }
  const named = /^(<text: starts with )?(\w+\.)*[a-z]+[A-Z]\w*/.test(detail ?? reason ?? '');
  return `${detail ? 'problem details' : reason ? 'reason' : 'none'}${named ? ' that starts with a field' : ''}`;
}
