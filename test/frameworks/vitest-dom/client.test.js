import * as sdk from 'docspace-client-management';
import { createEmulator } from 'docspace-client-management/emulator';
import { expect, it } from 'vitest';
import { showClientOfEmulator, showClientOfFake } from '../dom.cjs';

it('shows a client of the emulator in the document', () => showClientOfEmulator(sdk, createEmulator, expect));

it('shows a client of a fake in the document', () => showClientOfFake(sdk, expect));
