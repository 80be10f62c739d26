import { build } from 'tsdown';

// The generated client can stream events and can write arrays and objects into URLs. No operation does either, and
// without these parts every program that uses the package is a tenth smaller.
const UNUSED_PARTS: Record<string, readonly string[]> = {
  'serverSentEvents.gen.ts': ['createSseClient'],
  'pathSerializer.gen.ts': ['serializeArrayParam', 'serializeObjectParam', 'serializePrimitiveParam'],
};

function loadUnusedPart(id: string): string | null {
  const part = Object.keys(UNUSED_PARTS).find((file) => id.endsWith(`/core/${file}`));
  const names = UNUSED_PARTS[part ?? '']?.map((name) => `unused as ${name}`);
  return names ? `const unused = () => { throw new Error('left out'); };\nexport { ${names} };` : null;
}

await build({
  config: false,
  entry: { index: 'src/index.ts', generated: 'src/generated.ts' },
  platform: 'neutral',
  target: 'es2022',
  // The declarations of generated code need a full compiler: it does not spell out every type.
  tsconfig: 'tsconfig.generated.json',
  dts: { oxc: false },
  plugins: [{ name: 'without-unused-parts', load: loadUnusedPart }],
  // It would warn of a slow machine.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
});
