/** The formats by their names. */
import type { FormatName } from '../arguments/options.ts';
import { concise } from './concise.ts';
import type { Format } from './format.ts';
import { text } from './text.ts';

export const FORMATS_BY_NAME: Readonly<Record<FormatName, Format>> = {
  ...{ text, concise },
  ...{ json: concise, sarif: concise, github: concise, gitlab: concise, junit: concise },
  ...{ checkstyle: concise, rdjson: concise, markdown: concise },
};
