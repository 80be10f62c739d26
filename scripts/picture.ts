// Writes docs/demo.svg, a picture of a run of the demo on an emulator of DocSpace 3.7. With `--check` it runs a faster
// demo, writes nothing, and fails if the picture shows other lines, apart from ids, numbers and repeated waits.
import { readFile, writeFile } from 'node:fs/promises';
import { runOnEmulator } from './support/life-of-client.js';
import { picturePath } from './support/paths.js';
import { drawTerminal, linesOf } from './support/terminal-picture.js';

const check = process.argv.includes('--check');
const lines = ['$ npm run demo'];
// 50: a third PATCH request within 0.6 s is limited, so a busy machine is fast enough to show it.
await runOnEmulator('3.7', (line) => lines.push(line), check ? 50 : undefined);

if (!check) {
  await writeFile(picturePath, drawTerminal(lines));
} else {
  const [shown, printed] = [linesOf(await readFile(picturePath, 'utf8')), lines].map(shapeOf);
  if (shown !== printed) {
    console.error(
      `docs/demo.svg is out of date; run \`npm run picture\`.\n\nIt shows:\n${shown}\n\nA run prints:\n${printed}`,
    );
    process.exitCode = 1;
  }
}

function shapeOf(lines: readonly string[]): string {
  const shapes = lines.map((line) =>
    line
      .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
      .replace(/^\[\w+\]/, '[ID]')
      .replace(/\d+/g, 'N')
      .replace(/ +/g, ' '),
  );
  return shapes.filter((shape, index) => shape !== shapes[index - 1]).join('\n');
}
