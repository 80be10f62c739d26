// What compilers leave of `import { type ClientResponse } from` with verbatimModuleSyntax.
import 'docspace-client-management';
import 'docspace-client-management/generated';

console.log('nothing');
