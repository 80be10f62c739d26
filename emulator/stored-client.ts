/** What the owner of a client decides. */
export interface ClientSettings {
  readonly name: string;
  readonly description: string | null;
  readonly scopes: readonly string[];
  readonly website_url: string;
  readonly terms_url: string;
  readonly policy_url: string;
  readonly logo: string;
  /** Contains `none` if PKCE is allowed. */
  readonly authentication_methods: readonly ('client_secret_post' | 'none')[];
  readonly redirect_uris: readonly string[];
  readonly allowed_origins: readonly string[];
  readonly logout_redirect_uris: readonly string[];
}

/** A client as the emulator stores it. */
export interface StoredClient extends ClientSettings {
  /** The number of the portal. */
  readonly tenant: number;
  readonly enabled: boolean;
  readonly client_id: string;
  readonly client_secret: string;
  /** ISO 8601. */
  readonly created_on: string;
  /** The id of the user. */
  readonly created_by: string;
  /** ISO 8601. */
  readonly modified_on: string;
  /** The id of the user. */
  readonly modified_by: string;
  /** Always true: the service ignores what requests say. */
  readonly is_public: true;
}
