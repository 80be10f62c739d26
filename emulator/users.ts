import { types } from 'node:util';
import { requireKnownFields, requireOneOf, requireRecord, shown } from './checks.js';
import { COUNT, type FieldKind, requireKind, TEXT, TEXTS, UUID_PATTERN } from './field-kinds.js';

/** What a user of the portal may do. */
export type Role = 'admin' | 'user' | 'guest';

/** The roles. */
export const ROLES: readonly Role[] = ['admin', 'user', 'guest'];

/** A user of the portal. */
export interface EmulatorUser {
  /** A UUID. */
  readonly id: string;
  /** What the user may do. */
  readonly role: Role;
  /** The number of the portal, above 0. */
  readonly tenant: number;
  /** Shown by version 3.0 in lists of clients. Default `Wire Probe`. */
  readonly displayName?: string;
  /** Shown by version 3.0 in lists of clients. Default `/small.png`. */
  readonly avatar?: string;
  /** For `Basic` at the token endpoint. Default: the id `@example.com`. */
  readonly email?: string;
  /** For `Basic` at the token endpoint. Default: none, so that `Basic` is not accepted. */
  readonly password?: string;
  /**
   * The scopes that the API key is limited to. The token endpoint returns 403 to it unless they include `*`. Default: it
   * is not limited.
   */
  readonly scopes?: readonly string[];
}

/**
 * The users by API key (`sk-…`), session or OAuth access token: an object, or a function that returns `undefined` for an
 * unknown key. With a function, `Basic` is not accepted.
 */
export type EmulatorUsers = Readonly<Record<string, EmulatorUser>> | ((key: string) => EmulatorUser | undefined);

/** Who sends a request, with the rights that the credential gives. */
export interface Caller {
  readonly id: string;
  readonly tenant: number;
  /** Sees and changes all clients of the portal. */
  readonly admin: boolean;
  /** May work with clients at all. */
  readonly developer: boolean;
  readonly displayName: string;
  readonly avatar: string;
}

/** What users are named by. */
export const USER_REFERENCE = 'the id of a user (a UUID), or a key of `signIn` or `users`';

/** Returns the id of a user that is named by key or id. Throws a RangeError that begins with `path` if the text is neither. */
export function requireUserId(path: string, keyOrId: string, { idOf }: Pick<Directory, 'idOf'>): string {
  const id = idOf(keyOrId);
  if (id === undefined) {
    // The message does not contain it: it may be a key.
    throw new RangeError(`${path} must be ${USER_REFERENCE}. It is neither.`);
  }
  return id;
}

/** The user of the default `users`. */
export const DEFAULT_USER: EmulatorUser = {
  id: '5a1d4c2e-7b3f-4d65-9c08-e1f2a3b4c5d6',
  role: 'admin',
  tenant: 1,
};

/** The users of the option `users`, and those added later. */
export class Directory {
  readonly #users: EmulatorUsers;
  readonly #added = new Map<string, EmulatorUser>();

  constructor(users: EmulatorUsers) {
    this.#users = users;
  }

  /** An admin of the option `users`, or any user of it; the default user if there is none, or if it is a function. */
  get first(): EmulatorUser {
    const users = typeof this.#users === 'function' ? [] : Object.values(this.#users);
    return users.find(({ role }) => role === 'admin') ?? users[0] ?? DEFAULT_USER;
  }

  add(key: string, user: EmulatorUser): void {
    this.#added.set(key, user);
  }

  /** Returns the user of a key. Throws if a function `users` throws, or returns what is no user. */
  find(key: string): EmulatorUser | undefined {
    return this.#added.get(key) ?? findUser(this.#users, key);
  }

  /** Returns the id of a user that is named by key or id; `undefined` for a text that is neither. Any UUID is an id. */
  idOf(keyOrId: string): string | undefined {
    const user = this.find(keyOrId);
    if (user) {
      return user.id;
    }
    // The ids that a function knows cannot be listed.
    const isId =
      UUID_PATTERN.test(keyOrId) ||
      typeof this.#users === 'function' ||
      Object.values(this.#users).some(({ id }) => id === keyOrId);
    return isId ? keyOrId : undefined;
  }

  /** Returns the user of a session; `undefined` for an API key, which is none. */
  findSession(session: string): EmulatorUser | undefined {
    return session.startsWith('sk-') ? undefined : this.find(session);
  }

  /** Returns the user with this e-mail address and password, of an option `users` that is no function. */
  findByPassword(emailAndPassword: string): EmulatorUser | undefined {
    const known = typeof this.#users === 'function' ? [] : Object.values(this.#users);
    return known.find(
      (user) => user.password !== undefined && `${emailOf(user)}:${user.password}` === emailAndPassword,
    );
  }
}

// Each field but the id and the role, and what it has to be.
const FIELDS: Readonly<Record<Exclude<keyof EmulatorUser, 'id' | 'role'>, FieldKind>> = {
  tenant: COUNT,
  displayName: TEXT,
  avatar: TEXT,
  email: TEXT,
  password: TEXT,
  scopes: TEXTS,
};

// How messages begin.
const USERS = 'createEmulator: users';

/** Throws a TypeError or a RangeError unless these are users. The message names no key: a key is a credential. */
export function requireUsers(users: unknown): void {
  if (typeof users === 'function') {
    return;
  }
  const all = requireRecord(USERS, users, 'an object of users by API key, or a function');
  for (const [index, user] of Object.values(all).entries()) {
    requireUser(`user ${index + 1}`, user);
  }
}

/** Throws a TypeError or a RangeError unless this is a user. `name` is what messages call it. */
function requireUser(name: string, value: unknown): void {
  const user = requireRecord(`${USERS}: ${name}`, value, "an object such as { id, role: 'admin', tenant: 1 }");
  requireKnownFields(USERS, user, ['id', 'role', ...Object.keys(FIELDS)], name);
  const pathOf = (field: string): string => `${USERS}: the ${field} of ${name}`;
  const { id, role } = user;
  if (typeof id !== 'string' || id === '') {
    throw new RangeError(`${pathOf('id')} must be a string that is not empty, such as a UUID, not ${shown(id)}.`);
  }
  requireOneOf(pathOf('role'), role, ROLES);
  for (const [field, kind] of Object.entries(FIELDS)) {
    requireKind(pathOf(field), kind, user[field], { isOptional: field !== 'tenant' });
  }
}

function findUser(users: EmulatorUsers, key: string): EmulatorUser | undefined {
  if (typeof users === 'function') {
    const user = users(key);
    if (types.isPromise(user)) {
      // The check refuses it. Its rejection would end the process.
      user.catch(() => {});
    }
    if (user !== undefined) {
      requireUser('the returned user', user);
    }
    return user;
  }
  return Object.hasOwn(users, key) ? users[key] : undefined;
}

/** The display name of a user. */
export function displayNameOf({ displayName = 'Wire Probe' }: EmulatorUser): string {
  return displayName;
}

/** The e-mail address of a user. */
export function emailOf({ id, email = `${id}@example.com` }: EmulatorUser): string {
  return email;
}

/** The caller that a user is. */
export function callerOf(user: EmulatorUser): Caller {
  const { id, tenant, role, avatar } = user;
  return {
    id,
    tenant,
    admin: role === 'admin',
    developer: role !== 'guest',
    displayName: displayNameOf(user),
    avatar: avatar ?? '/small.png',
  };
}
