#!/usr/bin/env node
/** The program. The threads that it starts run this very file, so that all of it is one. */
import { isMainThread } from 'node:worker_threads';
import { runProgram } from './program.ts';
import { run } from './run.ts';
import { serveShare } from './threads/thread.ts';

if (isMainThread) runProgram(run);
else serveShare();
