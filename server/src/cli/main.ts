#!/usr/bin/env node
/** The program, and the thread of it that does the work: both run this file, of which each loads its own part. */
import { isMainThread } from 'node:worker_threads';

if (isMainThread) void import('./supervise.ts').then(({ supervise }) => supervise(__filename));
else void import('./work.ts').then(({ work }) => work());
