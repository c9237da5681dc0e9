/**
 * The desktop shell's start: a second one only shows the window of the first. It must know nothing of
 * what Lamina does: it watches over the host and shows its page.
 */
import { app } from 'electron';
import { runShell } from './shell.ts';

if (app.requestSingleInstanceLock()) void runShell(import.meta.dirname);
else app.quit();
