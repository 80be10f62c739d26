// Checks the documentation site in a folder: that it loads nothing from other sites and links to none, that the class
// comes first, that examples are code, and that every page for users is in it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const [folder = 'site'] = process.argv.slice(2);
const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(html|css|js|svg)$/.test(file));
const texts = new Map<string, string>();
for (const file of files) {
  texts.set(file, await readFile(join(folder, file), 'utf8'));
}

const problems: string[] = [];

for (const [file, text] of texts) {
  const pattern = file.endsWith('.html')
    ? /(?:href|src|srcset)="(?:https?:)?\/\/[^"]*"/g
    : /(?:url\(["']?|@import ["'])(?:https?:)?\/\//g;
  problems.push(...(text.match(pattern) ?? []).map((link) => `${file}: ${link} leads to another site`));
}

const [, first] = pageOf('modules/docspace-client-management.html').match(/<dt [^>]*id="(\w+)"/) ?? [];
if (first !== 'clientmanagementapi') {
  problems.push(`modules/docspace-client-management.html: ${first} comes before ClientManagementApi`);
}

const classPage = pageOf('classes/docspace-client-management.ClientManagementApi.html');
if (!/>Example<.{0,400}?<pre><code class="ts">/s.test(classPage)) {
  problems.push('classes/docspace-client-management.ClientManagementApi.html: the example is not shown as code');
}

const index = pageOf('index.html');
for (const guide of (await readdir('docs')).filter((name) => name.endsWith('.md'))) {
  const [, title = ''] = (await readFile(join('docs', guide), 'utf8')).match(/^# (.*)$/m) ?? [];
  const page = `documents/${title.replace(/[^\w-]/g, '_')}.html`;
  if (!texts.has(page) || !index.includes(`href="${page}`)) {
    problems.push(
      `index.html: does not link to ${page}, which docs/${guide} becomes by projectDocuments in config/typedoc.json`,
    );
  }
}

for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;

function pageOf(file: string): string {
  const text = texts.get(file);
  if (text === undefined) {
    problems.push(`${file} is missing`);
  }
  return text ?? '';
}
