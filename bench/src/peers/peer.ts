/** Two operations as a peer sends them. Each rejects unless the service did it. */
export interface PeerClient {
  create(): Promise<unknown>;
  remove(): Promise<unknown>;
}

export interface PeerOptions {
  readonly baseUrl: string;
  /** In place of what the peer sends requests with. */
  readonly fetch?: typeof fetch;
  /** How often the peer may try again where it can. Default 0. */
  readonly retries?: number;
}

export type Connect = (options: PeerOptions) => PeerClient;
