#!/usr/bin/env node
// The command docspace-emulator.
import { runCommand } from './command/run-command.js';

// Not awaited, for the package has it as CommonJS.
void runCommand(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
  // A module of --users may hold the process.
  setTimeout(() => process.exit(), 500).unref();
});
