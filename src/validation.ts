import { validate as isChangeClientActivationRequest } from '../generated/validators/ChangeClientActivationRequest.gen.js';
import { validate as isClientResponse } from '../generated/validators/ClientResponse.gen.js';
import { validate as isClientSecretResponse } from '../generated/validators/ClientSecretResponse.gen.js';
import { validate as isCreateClientRequest } from '../generated/validators/CreateClientRequest.gen.js';
import { validate as isUpdateClientRequest } from '../generated/validators/UpdateClientRequest.gen.js';
import type { ValidationFailure } from '../generated/validators/validation-failure.gen.js';
import type { Issue } from './errors.js';
import { logoProblem } from './logo.js';
import type { OperationName } from './operations.js';

interface Validator {
  (value: unknown): boolean;
  errors?: ValidationFailure[] | null;
}

const REQUESTS: Partial<Record<OperationName, Validator>> = {
  createClient: isCreateClientRequest,
  updateClient: isUpdateClientRequest,
  changeActivation: isChangeClientActivationRequest,
};

const ANSWERS: Partial<Record<OperationName, Validator>> = {
  createClient: isClientResponse,
  regenerateSecret: isClientSecretResponse,
};

const PATTERNS: Readonly<Record<string, string>> = {
  name: 'must not be blank',
  logo: 'must be a data URI of a PNG, JPEG or SVG image in base64',
};

const LONGEST_VALUE = 40;

/** Everything in a request body that breaks the contract, with the values, shortened. */
export function requestIssues(operation: OperationName, body: unknown): Issue[] {
  const issues = issuesOf(REQUESTS[operation], body, true);
  const problem = operation === 'changeActivation' ? undefined : logoProblem(Object(body).logo);
  return problem ? [...issues, { path: 'logo', message: problem }] : issues;
}

/** Everything in an answer that breaks the contract. Tells no values: they may be secret. */
export function answerIssues(operation: OperationName, data: unknown): Issue[] {
  return issuesOf(ANSWERS[operation], data, false);
}

function issuesOf(validator: Validator | undefined, value: unknown, quoting: boolean): Issue[] {
  if (!validator || validator(value)) {
    return [];
  }
  return (validator.errors ?? []).map(({ instancePath, keyword, params }) => {
    const names = instancePath.split('/').slice(1);
    if (keyword === 'required') {
      return { path: [...names, params.missingProperty].join('/'), message: 'is missing' };
    }
    const found = names.reduce((part: unknown, name) => Object(part)[name], value);
    const message = describeRule(keyword, params, names[0]);
    return { path: names.join('/') || 'body', message: quoting ? `${message}, not ${quote(found)}` : message };
  });
}

function describeRule(keyword: string, { limit, type }: Record<string, unknown>, field: string | undefined): string {
  if (limit !== undefined) {
    const bound = keyword.startsWith('min') ? 'least' : 'most';
    return `must have at ${bound} ${limit} ${keyword.endsWith('Items') ? 'item' : 'character'}${limit === 1 ? '' : 's'}`;
  }
  if (keyword === 'pattern') {
    return PATTERNS[field ?? ''] ?? 'must be an http(s) URL';
  }
  if (type === undefined) {
    return `must match its ${keyword}`;
  }
  const kind = String(type).replace(',', ' or ');
  return `must be ${kind === 'boolean' ? 'true or false' : `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind}`}`;
}

/** A JSON value as a message shows it, shortened. */
function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
