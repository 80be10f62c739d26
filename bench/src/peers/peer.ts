/** Two operations, as a peer sends them. Each rejects if the service did not run it. */
export interface PeerClient {
  create(): Promise<unknown>;
  remove(): Promise<unknown>;
}

export interface PeerOptions {
  readonly baseUrl: string;
  /** What authenticates the requests of those that request no signature themselves. */
  readonly signature: string;
  /** What sends the requests. Default: what the peer uses by itself. */
  readonly fetch?: typeof fetch;
  /** The maximum number of retries, if the peer can retry. Default 0. */
  readonly retries?: number;
}

export type Connect = (options: PeerOptions) => PeerClient;
