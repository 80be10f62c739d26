const { TestEnvironment } = require('jest-environment-jsdom');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { AbortController, AbortSignal, fetch, Headers, Request, Response, TextDecoder });
  }

  // Packages are loaded as for Node, so the emulator is too.
  exportConditions() {
    return ['node', 'node-addons'];
  }
};
