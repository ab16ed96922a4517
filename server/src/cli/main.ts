#!/usr/bin/env node
/** Entry of the program and of its worker thread; each loads its own part. */
import { isMainThread } from 'node:worker_threads';

if (isMainThread) void import('./supervise.ts').then(({ supervise }) => supervise(__filename));
else void import('./work.ts').then(({ work }) => work());
