/** Records the current file, which the supervisor blames for a hang, and skips files that ended an earlier server. */
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

type WatchedFile = Pick<Source, 'path' | 'text'>;

export interface Attention {
  readonly start: (params: object) => void;
  readonly on: <T>(file: WatchedFile, work: () => T) => T;
  readonly analyze: (
    source: Source,
    settings: Settings,
    files?: Files,
    memory?: AnalysisMemory,
  ) => Analysis;
}

/** `tell` informs the supervisor. */
export function attention(tell: (message: LookingAt) => void): Attention {
  const passedOver = new Map<string, PassedOver>();
  let current: Suspect | null = null;
  let currentText: string | undefined;
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
    // A skipped file costs nothing.
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

/** A record without a supervisor. */
export const UNSUPERVISED: Attention = attention(() => undefined);

function reasonOf(why: Downfall): string {
  return {
    ended: () =>
      l10n.t('Not checked: the server stopped on this file. Change its text to try again'),
    held: () => l10n.t('Not checked: this file takes too long. Change its text to try again'),
    memory: () =>
      l10n.t('Not checked: this file takes too much memory. Change its text to try again'),
  }[why]();
}
