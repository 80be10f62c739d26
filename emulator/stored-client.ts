/** What the owner of a client decides. */
export interface ClientSettings {
  /** The name that users see. */
  readonly name: string;
  /** `null` if there is none. */
  readonly description: string | null;
  /** What the client may ask for. */
  readonly scopes: readonly string[];
  /** The page of the product. */
  readonly website_url: string;
  /** The terms of use. */
  readonly terms_url: string;
  /** The privacy policy. */
  readonly policy_url: string;
  /** An image as a `data:` URL. */
  readonly logo: string;
  /** Contains `none` if PKCE is allowed. */
  readonly authentication_methods: readonly ('client_secret_post' | 'none')[];
  /** Where users return to after they have signed in. */
  readonly redirect_uris: readonly string[];
  /** The origins whose pages may use the client. */
  readonly allowed_origins: readonly string[];
  /** Where users return to after they have signed out. */
  readonly logout_redirect_uris: readonly string[];
}

/** A client as the emulator stores it. */
export interface StoredClient extends ClientSettings {
  /** The number of the portal. */
  readonly tenant: number;
  /** Whether the client is active. */
  readonly enabled: boolean;
  /** A UUID. */
  readonly client_id: string;
  /** The secret in clear, which lists show as ciphertext from 3.1 on. */
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
