import type { ClientManagementOptions } from 'docspace-client-management';

/** What a runtime is, and whom it can call. */
export interface ScenarioOptions {
  readonly credential: Pick<ClientManagementOptions, 'apiKey' | 'credentials'>;
  /** The key that the services know, also if the credential is a cookie. */
  readonly apiKey: string;
  readonly isBrowser: boolean;
  /** Whether it was started without `eval`. */
  readonly forbidsEval: boolean;
  readonly urls: {
    /** An emulator of DocSpace 3.7 without limits, with faults. */
    readonly service: string;
    /** An emulator of DocSpace 3.0 without limits. */
    readonly oldService: string;
    /** An emulator whose bucket for POST holds two tokens. */
    readonly limited: string;
    /** An emulator that does not know the credential. */
    readonly stranger: string;
    /** A server that describes each request in its response. */
    readonly echo: string;
    /** A server that returns the User-Agent of each request as the name of a client. */
    readonly agents: string;
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
