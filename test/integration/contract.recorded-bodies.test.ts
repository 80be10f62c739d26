import { describe, expect, it } from 'vitest';
import {
  ChangeClientActivationRequestRules,
  CreateClientRequestRules,
  UpdateClientRequestRules,
  type ValidationSchema,
} from '../../generated/validation-schemas.gen.js';
import { checkSchema } from '../../src/schema.js';
import { schemaCheck } from '../support/document.js';
import { problemOf, responseOf } from '../support/documented-response.js';
import { jsonSentBy, RECORDED } from '../support/recorded-operations.js';
import { BUILDS, limitsOf, type Outcome, outagesOf, SUPPORTED_BUILDS } from '../support/recordings.js';

const WRONG_TYPE = 'a value of a wrong JSON type, which the service converts, is a mistake of the caller';
const NO_STATUS = 'without a status the service deactivates the client, which nobody means by that';

/** Bodies that a supported build accepts and the schemas do not, with the reason. */
const NOT_SENT: Readonly<Record<string, string>> = {
  'create/camel case instead of snake case': 'up to 3.2 a client without redirect_uris may name them in camelCase',
  'create/is_public word': WRONG_TYPE,
  'create/allow_pkce word true': WRONG_TYPE,
  'create/allow_pkce 1': WRONG_TYPE,
  'create/allow_pkce 0': WRONG_TYPE,
  'create/allow_pkce empty word': WRONG_TYPE,
  'create/name blank': 'a blank name shows nothing to users, and 3.7 does not accept it',
  'create/name number': WRONG_TYPE,
  'create/name boolean': WRONG_TYPE,
  'create/description number': WRONG_TYPE,
  'update/name number': WRONG_TYPE,
  'activation/empty object': NO_STATUS,
  'activation/null': NO_STATUS,
  'activation/enabled instead of status': NO_STATUS,
  'activation/word true': WRONG_TYPE,
  'activation/word empty': WRONG_TYPE,
  'activation/number 1': WRONG_TYPE,
  'activation/number 2': WRONG_TYPE,
  'activation/body true': WRONG_TYPE,
};

const OPEN_SET = 'scopes are an open set: another portal may know this one';

/** Bodies that no supported build accepts and the schemas do, with the reason. */
const SENT_ANYWAY: Readonly<Record<string, string>> = {
  'create/scopes contacts:read': OPEN_SET,
  'create/scopes unknown': OPEN_SET,
  'create/scopes one known, two unknown': OPEN_SET,
  'create/scopes upper case': OPEN_SET,
  'create/scopes empty word': OPEN_SET,
  'create/scopes words in one': OPEN_SET,
  'headers/no User-Agent on create': 'the body is right: what is missing is a header',
};

/** Bodies with several mistakes in which the schemas see other fields than 3.7. */
const OTHER_FIELDS: Readonly<Record<string, (fields: readonly string[]) => readonly string[]>> = {
  // The service looks at the scopes first. For the schemas they are an open set.
  'create/unknown scope and a bad second-layer address': () => ['website_url'],
  // Up to 3.2 redirect_uris may be empty.
  'create/nothing right': (fields) => fields.filter((field) => field !== 'redirect_uris'),
};

interface Body {
  readonly operation: string;
  readonly value: unknown;
  /** The step that sent it first. */
  readonly id: string;
  /** Whether a supported build accepted it, in this step or another one. */
  accepted: boolean;
  /** The fields that 3.7 names. */
  fields: readonly string[];
}

const SCHEMAS: Readonly<Record<string, readonly [schema: string, rules: ValidationSchema]>> = {
  createClient: ['CreateClientRequest', CreateClientRequestRules],
  updateClient: ['UpdateClientRequest', UpdateClientRequestRules],
  changeActivation: ['ChangeClientActivationRequest', ChangeClientActivationRequestRules],
};
const WHOLE_BODY = '';
const BODIES = distinctBodies();

describe.each(Object.entries(SCHEMAS))('a recorded body of %s', (operation, [schema, rules]) => {
  const check = schemaCheck(schema);
  const bodies = BODIES.filter((body) => body.operation === operation);
  const cases = (accepted: boolean, exceptions: object, excepted: boolean): [string, Body][] =>
    bodies
      .filter((body) => body.accepted === accepted && body.id in exceptions === excepted)
      .map((body) => [body.id, body]);

  it('exists of both kinds', () => {
    expect(new Set(bodies.map(({ accepted }) => accepted))).toEqual(new Set([true, false]));
  });

  it.each(cases(true, NOT_SENT, false))('is valid as a supported build accepts it: %s', (_, { value }) => {
    expect(check(value), JSON.stringify(check.errors)).toBe(true);
  });

  it.each(cases(true, NOT_SENT, true))('is invalid on purpose: %s', (_, { value }) => {
    expect(check(value)).toBe(false);
  });

  it.each(cases(false, SENT_ANYWAY, false))(
    'is invalid in the right field as no supported build accepts it: %s',
    (id, { value, fields }) => {
      expect(check(value)).toBe(false);
      expect(invalidFields(check.errors)).toEqual(OTHER_FIELDS[id]?.(fields) ?? fields);
    },
  );

  const sentAnyway = cases(false, SENT_ANYWAY, true);
  it.runIf(sentAnyway.length > 0).each(sentAnyway)('is valid on purpose: %s', (_, { value }) => {
    expect(check(value), JSON.stringify(check.errors)).toBe(true);
  });

  it('breaks the rules of the SDK in the same fields', () => {
    const byTheSdk = bodies.map(({ id, value }) => [id, fieldsBroken(rules, value)]);
    expect(byTheSdk).toEqual(bodies.map(({ id, value }) => [id, check(value) ? [] : invalidFields(check.errors)]));
  });
});

it('every exception is one', () => {
  const ids = (accepted: boolean): string[] => BODIES.filter((body) => body.accepted === accepted).map(({ id }) => id);
  expect(ids(true)).toEqual(expect.arrayContaining(Object.keys(NOT_SENT)));
  expect(ids(false)).toEqual(expect.arrayContaining(Object.keys(SENT_ANYWAY)));
});

const BEFORE_THE_SERVICE = 'its HTTP server does not read so long a request, and returns a page of its own';
const COMPRESSED = 'what was kept of a compressed body is its kind alone';

/** Responses that are not as documented, with the reason. */
const OTHER_RESPONSES: Readonly<Record<string, string>> = {
  'routes/query of 9000': BEFORE_THE_SERVICE,
  'routes/large header': BEFORE_THE_SERVICE,
  'media/gzip for a small answer': COMPRESSED,
  'media/gzip for a large answer': COMPRESSED,
};

it.each(Object.keys(OTHER_RESPONSES))('is not as documented in some build: %s', (id) => {
  const recorded = RECORDED.filter(({ step }) => step.id === id);
  expect(recorded.some(({ operation, outcome }) => problemOf(operation, outcome) !== undefined)).toBe(true);
});

describe.each(BUILDS)('the responses of %s', (build) => {
  const recorded = RECORDED.filter((each) => each.build === build && !(each.step.id in OTHER_RESPONSES));

  it('are recorded', () => {
    expect(recorded.length).toBeGreaterThan(500);
  });

  it('have a documented status, a valid body and documented rate limit headers', () => {
    const wrong = recorded.flatMap(({ operation, step, outcome }) => {
      const problem = problemOf(operation, outcome);
      return problem ? [`${step.id}: ${outcome.status} ${problem}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(SUPPORTED_BUILDS)('a 429 of %s', (build) => {
  it.each(Object.entries(limitsOf(build)?.refusals ?? {}))('is valid: %s', (_, outcome) => {
    expect(Object.keys(SCHEMAS).map((operation) => problemOf(operation, outcome))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const IN_ONE_WORD: Readonly<Record<string, string>> = {
  create: 'createClient',
  update: 'updateClient',
  delete: 'deleteClient',
  activation: 'changeActivation',
  regenerate: 'regenerateSecret',
  revoke: 'revokeUserClient',
};

describe.each(['3.0.4', '3.6.1', '3.7.2'] as const)('a response of %s while a neighbour is down', (build) => {
  const responses = outagesOf(build).flatMap(({ operation, status, ...rest }) => {
    const name = IN_ONE_WORD[operation];
    return name && typeof status === 'number' ? [{ operation: name, status, ...rest }] : [];
  });

  it.each(responses.map((response) => [`${response.operation} without ${response.down}`, response] as const))(
    'is documented: %s',
    (_, { operation, status, type, limited, keys }) => {
      const documented = responseOf(operation, status);
      const headers = Object.keys(documented?.headers ?? {});
      expect(documented).toBeDefined();
      expect(headers).toEqual(expect.arrayContaining(limited ? ['X-Ratelimit-Remaining', 'X-Ratelimit-Reset'] : []));
      expect(Object.keys(documented?.content ?? {})).toEqual(expect.arrayContaining(keys && type ? [type] : []));
    },
  );
});

function distinctBodies(): Body[] {
  const bodies = new Map<string, Body>();
  for (const { operation, build, step, outcome } of RECORDED) {
    const value = jsonSentBy(step);
    if (value === undefined || !(operation in SCHEMAS) || !SUPPORTED_BUILDS.includes(build)) {
      continue;
    }
    const key = JSON.stringify([operation, value]);
    const body = bodies.get(key) ?? { operation, value, id: step.id, accepted: false, fields: [] };
    body.accepted ||= outcome.status < 300;
    if (build === '3.7.2') {
      body.fields = fieldsNamed(operation, step.id, value, outcome);
    }
    bodies.set(key, body);
  }
  return [...bodies.values()];
}

/** The fields that a response of 3.7 names. A 500 names none: then it is the one in the name of the step. */
function fieldsNamed(operation: string, id: string, value: unknown, { body }: Outcome): string[] {
  const { errors, detail } = Object(body);
  if (Array.isArray(errors)) {
    return [...new Set(errors.map(({ field }) => String(field)))].sort();
  }
  const paths = /^<text: starts with (.+)>$/.exec(detail)?.[1]?.split(' / ');
  if (paths) {
    return paths.map((path) => path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).sort();
  }
  if (Array.isArray(value) || Object(value) !== value) {
    return [WHOLE_BODY];
  }
  return [operation === 'changeActivation' ? 'status' : (/^\w+\/([a-z_]+)/.exec(id)?.[1] ?? '')];
}

function invalidFields(errors: ReturnType<typeof schemaCheck>['errors']): string[] {
  const names = (errors ?? []).map(
    ({ instancePath, params }) => params.missingProperty ?? instancePath.split('/')[1] ?? '',
  );
  return [...new Set<string>(names)].sort();
}

function fieldsBroken(rules: ValidationSchema, value: unknown): string[] {
  const names = new Set<string>();
  checkSchema(rules, value, (path) => names.add(path.split('/')[0] ?? WHOLE_BODY));
  return [...names].sort();
}
