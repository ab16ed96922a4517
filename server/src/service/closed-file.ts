/** What a file is that no editor has open, and whether it is worth reading. */
import { mayConcernQemu } from '../invocation/program.ts';
import { mayBeQemuConfig } from '../syntax/readconfig/detect.ts';

/** Ordered by what they end with; an empty language is decided by the content. */
const BY_ENDING: readonly (readonly [endings: RegExp, languageId: string])[] = [
  [/\.(?:sh|bash|ksh|zsh)$/, 'shellscript'],
  [/\.xml$/, 'xml'],
  [/\.(?:qemu|qemucfg)$/, 'qemu-config'],
  [/\.(?:cfg|conf|ini)$/, ''],
  [/\.args$/, 'qemu-args'],
];

const SHELL_LINE = /^#!.*sh\b/;

/**
 * The language id of a file by its path, empty where its content decides; undefined for a file of no
 * language of ours, or one without an ending, whose first line may say what it is.
 */
export function languageOfPath(path: string): string | undefined {
  return BY_ENDING.find(([endings]) => endings.test(path))?.[1];
}

/** Whether only its first line can tell what a file is: its name has no ending. */
export function hasNoEnding(path: string): boolean {
  return !/\.[^/]*$/.test(path);
}

/** Whether a file that begins with this line is for a shell: `#!/bin/sh`, `#!/usr/bin/env bash`. */
export function isShellLine(line: string): boolean {
  return SHELL_LINE.test(line);
}

/**
 * Whether a file of a language may have findings, as far as a look at its characters tells. True for too
 * many, and false for none. Its bytes are good enough for that, each taken as a character, so most files need
 * not be decoded.
 */
export function mayHaveFindings(languageId: string, text: string): boolean {
  switch (languageId) {
    case 'shellscript':
      return mayConcernQemu(text);
    case 'xml':
      // libvirt passes on what stands in a namespace of that name.
      return /qemu/i.test(text);
    case '':
      return mayBeQemuConfig(text);
    default:
      return true;
  }
}
