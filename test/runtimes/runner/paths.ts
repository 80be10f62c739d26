import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The folder of this project. */
export const projectPath: string = pathOf('../../..');

/** The folder of the private package. */
export const privatePath: string = pathOf('..');

/** The path of a file of the scenario as it is written. */
export const sourcePath = (name: string): string => pathOf(`../scenario/${name}`);

/** The path of a file of the scenario as it is run. */
export const builtPath = (name: string): string => pathOf(`../dist/${name}`);

/** The path of a file of an installed package. */
export const installedPath = (name: string): string => pathOf(`../node_modules/${name}`);
