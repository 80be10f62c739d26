import { fileURLToPath } from 'node:url';

/** The folder of this private package. */
export const projectPath: string = fileURLToPath(new URL('.', import.meta.url));

/** Something that the package has to work in. */
export interface Check {
  readonly name: string;
  /** Runs against a portal of its own. Rejects with what is wrong. */
  run(portalUrl: string): Promise<void>;
}
