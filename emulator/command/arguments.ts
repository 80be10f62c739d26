import { parseArgs } from 'node:util';
import { CommandError } from './host.js';

type Text = 'service-version' | 'edition' | 'port' | 'host' | 'limits' | 'users' | 'signature-key-hex' | 'data';
type Switch = 'direct' | 'log' | 'quiet' | 'help';

/** The arguments, whose values were not checked yet. */
export interface CommandArguments {
  /** By the name of the flag. */
  readonly values: { readonly [Name in Text]?: string } & { readonly [Name in Switch]?: boolean };
  /** The program behind `exec --`, with its arguments. Not set without `exec`. */
  readonly program?: readonly [string, ...string[]];
}

const OPTIONS: Record<Text, { type: 'string' }> & Record<Switch, { type: 'boolean'; short?: string }> = {
  'service-version': { type: 'string' },
  edition: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  limits: { type: 'string' },
  users: { type: 'string' },
  'signature-key-hex': { type: 'string' },
  data: { type: 'string' },
  direct: { type: 'boolean' },
  log: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

/** The end of every message about the arguments. */
export const SEE_HELP = '`docspace-emulator --help` lists the options.';

/** Reads the arguments; throws a CommandError for what is unknown or incomplete. */
export function readArguments(argv: readonly string[]): CommandArguments {
  const separator = argv.indexOf('--');
  const own = separator < 0 ? argv : argv.slice(0, separator);
  const {
    values: read,
    positionals,
    tokens,
  } = parseArgs({
    args: [...own],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option') {
      requireValue(token.name, token.rawName, token.value);
    }
  }
  // The tokens have shown that their types are right.
  const values = read as CommandArguments['values'];
  const [word, ...others] = positionals;
  if (values.help || (word === undefined && separator < 0)) {
    return { values };
  }
  if (word !== 'exec' || others.length > 0) {
    const unexpected = word === 'exec' ? others[0] : word;
    throw new CommandError(
      2,
      `Unexpected argument ${unexpected ?? '--'}. To run a program, write exec -- and the program, such as exec -- npm test.`,
    );
  }
  const [program, ...rest] = separator < 0 ? [] : argv.slice(separator + 1);
  if (!program) {
    throw new CommandError(2, 'exec needs a program behind --, such as exec -- npm test.');
  }
  return { values, program: [program, ...rest] };
}

function requireValue(name: string, rawName: string, value: string | undefined): void {
  const type = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS].type : undefined;
  if (type === undefined) {
    throw new CommandError(2, `Unknown option ${rawName}. ${SEE_HELP}`);
  }
  if (type === 'string' && (value === undefined || value === '' || value.startsWith('--'))) {
    throw new CommandError(2, `${rawName} needs a value. ${SEE_HELP}`);
  }
  if (type === 'boolean' && value !== undefined) {
    throw new CommandError(2, `${rawName} takes no value. ${SEE_HELP}`);
  }
}
