import { lintDocument } from './support/document.js';

if (!(await lintDocument())) {
  process.exitCode = 1;
}
