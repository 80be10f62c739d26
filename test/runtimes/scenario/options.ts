import type { ClientManagementOptions } from 'docspace-client-management';

/** What a runtime is, and whom it can call. */
export interface ScenarioOptions {
  readonly credential: Pick<ClientManagementOptions, 'apiKey' | 'credentials'>;
  readonly isBrowser: boolean;
  /** Whether it was told to let nobody make code out of text. */
  readonly forbidsEval: boolean;
  readonly urls: {
    /** An emulator without limits, with faults. */
    readonly service: string;
    /** An emulator whose bucket for POST holds two tokens. */
    readonly limited: string;
    /** An emulator that does not know the credential. */
    readonly stranger: string;
    /** A server that describes each request in its response. */
    readonly echo: string;
    /** Nobody listens there. */
    readonly unused: string;
  };
}

/** What became of a check. */
export interface CheckResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not for this runtime';
  readonly message?: string;
}
