/** What a user of the portal may do. */
export type Role = 'admin' | 'user' | 'guest';

/** A user of the portal. */
export interface EmulatorUser {
  /** A UUID. */
  readonly id: string;
  readonly role: Role;
  /** The number of the portal, above 0. */
  readonly tenant: number;
  /** Shown by version 3.0 in lists of clients. Default `Wire Probe`. */
  readonly displayName?: string;
  /** Shown by version 3.0 in lists of clients. Default `/small.png`. */
  readonly avatar?: string;
}

/** The users by key or session: an object, or a function that returns `undefined` for an unknown key. */
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

/** The user of the default `users`. */
export const DEFAULT_USER: EmulatorUser = {
  id: '5a1d4c2e-7b3f-4d65-9c08-e1f2a3b4c5d6',
  role: 'admin',
  tenant: 1,
};

/** Returns the user of a key. */
export function findUser(users: EmulatorUsers, key: string): EmulatorUser | undefined {
  if (typeof users === 'function') {
    return users(key);
  }
  return Object.hasOwn(users, key) ? users[key] : undefined;
}

/** The caller that a user is. */
export function callerOf({ id, tenant, role, displayName, avatar }: EmulatorUser): Caller {
  return {
    id,
    tenant,
    admin: role === 'admin',
    developer: role !== 'guest',
    displayName: displayName ?? 'Wire Probe',
    avatar: avatar ?? '/small.png',
  };
}
