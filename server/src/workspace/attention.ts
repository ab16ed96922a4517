/**
 * Which file the server works on, for a supervisor who will know whom to blame if that never ends, and which
 * files are passed over, since a server before this one did not get through them.
 */
import * as l10n from '@vscode/l10n';
import type { Analysis, Source } from '../service/analysis/analyze.ts';
import type { AnalysisMemory, Files } from '../service/analysis/included-files.ts';
import { analyze } from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import {
  type Downfall,
  type LookingAt,
  PASSED_OVER,
  type PassedOver,
  printOf,
  type Suspect,
} from './supervision.ts';

/** A file, or a document by the path of its URI, with its text. */
type WatchedFile = Pick<Source, 'path' | 'text'>;

export interface Attention {
  /** Takes over what is passed over from the parameters of `initialize`. */
  readonly start: (params: object) => void;
  /** Does work on a file. What it does after waiting for something is not seen. */
  readonly on: <T>(file: WatchedFile, work: () => T) => T;
  /** Analyzes a document, unless it is passed over, without the files that are. */
  readonly analyze: (
    source: Source,
    settings: Settings,
    files?: Files,
    memory?: AnalysisMemory,
  ) => Analysis;
}

/** `tell` gets what the supervisor has to know. */
export function attention(tell: (message: LookingAt) => void): Attention {
  const passedOver = new Map<string, PassedOver>();
  let current: Suspect | null = null;
  let currentText: string | undefined;
  /** The text that was looked at last, of which the next request mostly is. */
  let last = { text: '', print: printOf('') };

  function lastPrint(text: string): number {
    if (text !== last.text) last = { text, print: printOf(text) };
    return last.print;
  }

  function passOver({ path, text }: WatchedFile): PassedOver | undefined {
    const found = passedOver.get(path);
    return found && found.print === lastPrint(text) ? found : undefined;
  }

  function on<T>(file: WatchedFile, work: () => T): T {
    // There is nothing to be done with a file that is passed over.
    if (passOver(file)) return work();
    const { path, text } = file;
    if (path === current?.path && text === currentText) return work();
    const [around, textAround] = [current, currentText];
    current = { path, print: lastPrint(text) };
    currentText = text;
    tell({ lookingAt: current });
    try {
      return work();
    } finally {
      current = around;
      currentText = textAround;
      tell({ lookingAt: current });
    }
  }

  return {
    start: (params) => {
      const known = (params as { readonly [PASSED_OVER]?: readonly PassedOver[] })[PASSED_OVER];
      for (const file of known ?? []) passedOver.set(file.path, file);
    },
    on,
    analyze: (source, settings, files, memory) => {
      const found = passOver(source);
      if (found) return analyze({ ...source, passedOver: reasonOf(found.why) }, settings);
      const others = files && passedOver.size > 0 ? withoutPassedOver(files) : files;
      return on(source, () => analyze(source, settings, others, memory));
    },
  };

  function withoutPassedOver(files: Files): Files {
    return {
      ...files,
      get: (path) => {
        const text = files.get(path);
        return typeof text === 'string' && passOver({ path, text }) ? null : text;
      },
    };
  }
}

/** For a server that nobody supervises. */
export const UNSUPERVISED: Attention = attention(() => undefined);

/** Why a file is passed over, as a sentence for people. */
function reasonOf(why: Downfall): string {
  return {
    ended: () =>
      l10n.t('Not checked: the server stopped on this file. Change its text to try again'),
    held: () => l10n.t('Not checked: this file takes too long. Change its text to try again'),
    memory: () =>
      l10n.t('Not checked: this file takes too much memory. Change its text to try again'),
  }[why]();
}
