#!/usr/bin/env node
// The command docspace-emulator.
import { runCommand } from './command/run-command.js';

process.exitCode = await runCommand(process.argv.slice(2), process);
// A module of --users may hold the process.
setTimeout(() => process.exit(), 500).unref();
