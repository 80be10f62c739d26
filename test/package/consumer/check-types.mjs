// Type-checks programs with the TypeScript that the first argument names, under each of the settings that the second one
// lists as JSON: { compilerOptions, files } by name. Prints, by the same names, the files that it checked and what the
// compiler reports. It checks the programs and the package, but not the libraries of TypeScript and Node: they are most
// of the work, and are parsed once for all settings.
import { createRequire } from 'node:module';

const [, , version = '', list = '{}'] = process.argv;
const ts = createRequire(import.meta.url)(`typescript-${version}`);
const here = `${process.cwd()}/`;
const PACKAGE = `${here}node_modules/docspace-client-management/`;
const libraries = new Map();

const isLibrary = (path) => !path.startsWith(PACKAGE) && (!path.startsWith(here) || path.includes('/node_modules/'));

function hostFor(options) {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, how, ...rest) => {
    const key = isLibrary(path) && JSON.stringify([path, how]);
    const file = libraries.get(key) ?? getSourceFile(path, how, ...rest);
    if (key) {
      libraries.set(key, file);
    }
    return file;
  };
  return host;
}

function check({ compilerOptions, files }) {
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, here);
  const host = hostFor(options);
  const program = ts.createProgram(
    files.map((file) => here + file),
    options,
    host,
  );
  const checked = program.getSourceFiles().filter(({ fileName }) => !isLibrary(fileName));
  const diagnostics = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return {
    checked: checked.map(({ fileName }) => fileName.replace(PACKAGE, '').replace(here, '')).sort(),
    reported: diagnostics.map((diagnostic) => ts.formatDiagnostic(diagnostic, host).trim()),
  };
}

const results = Object.entries(JSON.parse(list)).map(([name, settings]) => [name, check(settings)]);
console.log(JSON.stringify(Object.fromEntries(results)));
