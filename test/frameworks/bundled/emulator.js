// A program for browsers that uses the emulator by mistake.
import { createEmulator } from 'docspace-client-management/emulator';

globalThis.result = createEmulator();
